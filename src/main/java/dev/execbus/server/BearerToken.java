package dev.execbus.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where a client has its token from. No message shows it. */
final class BearerToken {
    private BearerToken() {}

    /**
     * @param file null for none
     * @param variable null for none; the file comes first
     * @throws StartupException when there is one that cannot be used
     */
    static Optional<String> find(Path file, String variable) {
        String text = file == null ? variable : read(file);
        if (text == null || text.isBlank()) {
            if (file != null) {
                throw new StartupException("the token file is empty");
            }
            return Optional.empty();
        }
        String token = text.strip();
        if (!token.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new StartupException("the token has characters that no token has");
        }
        return Optional.of(token);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new StartupException(
                    "cannot read the token file " + OneLine.of(file.toString()) + ": " + FileFailures.reason(e));
        }
    }
}
