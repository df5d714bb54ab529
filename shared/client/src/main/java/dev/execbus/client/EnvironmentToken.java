package dev.execbus.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where a bearer token comes from. */
public sealed interface EnvironmentToken {
    /** Blocks. Read anew for each connection, so that a token can be renewed. */
    default Optional<String> read() throws IOException {
        return switch (this) {
            case None none -> Optional.empty();
            case Given given -> Optional.of(given.value());
            case InFile inFile -> Optional.of(Files.readString(inFile.file()).strip());
        };
    }

    record None() implements EnvironmentToken {}

    record InFile(Path file) implements EnvironmentToken {}

    record Given(String value) implements EnvironmentToken {
        @Override
        public String toString() {
            return "Given[******]";
        }
    }
}
