package dev.execbus.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Three workspaces beside one outside: names in them lead in at one moment and out at the next. */
final class RaceGround {
    static final List<String> WORKSPACES = List.of("only", "denied", "write");

    private final EscapeGround outside;

    RaceGround(SandboxedServer server) throws IOException {
        outside = server.ground();
        outside.write("out/sub/f", EscapeGround.MARKER);
        outside.write("out/y/f", EscapeGround.MARKER);
        outside.write("out/seed", EscapeGround.MARKER);
        for (String name : WORKSPACES) {
            Path workspace = Files.createDirectory(workspace(name));
            Files.createDirectories(workspace.resolve("t"));
            fill(workspace.resolve("d"));
            fill(workspace.resolve("t/x"));
            fill(workspace.resolve(".git"));
            Files.writeString(workspace.resolve("f"), "inside");
            Files.writeString(workspace.resolve("seed"), "inside");
        }
    }

    /** With files by the names that are in {@code out}, too. */
    static void fill(Path directory) throws IOException {
        for (String name : List.of("secret", "seed", "sub/f", "y/f", "config", "vault/seen")) {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "inside");
        }
    }

    EscapeGround ground() {
        return outside;
    }

    Path workspace(String name) {
        return outside.path(name);
    }

    DiskSnapshot untouchable() {
        DiskSnapshot now = outside.snapshot();
        for (String name : WORKSPACES) {
            now = now.without(name);
        }
        return now;
    }

    /** Files in a workspace that hold what is only outside. */
    List<Path> stolen(String name) throws IOException {
        try (Stream<Path> all = Files.walk(workspace(name))) {
            return all.filter(path -> !Files.isSymbolicLink(path) && Files.isRegularFile(path))
                    .filter(RaceGround::isMarked)
                    .toList();
        }
    }

    private static boolean isMarked(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(EscapeGround.MARKER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
