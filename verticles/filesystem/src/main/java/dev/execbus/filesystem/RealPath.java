package dev.execbus.filesystem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The name a path leads to in the end, its links followed, whether there is a file of that name or not. */
final class RealPath {
    private static final int MOST_LINKS = 40;

    private RealPath() {}

    /** The name itself, the links before it followed; what names no name of its own is the directory that it means. */
    static Path ofName(Path absolute) throws IOException {
        Path name = absolute.getFileName();
        if (name == null || name.toString().equals(".") || name.toString().equals("..")) {
            return absolute.toRealPath();
        }
        return absolute.getParent().toRealPath().resolve(name);
    }

    static Path of(Path path) throws IOException {
        Path at = path;
        for (int i = 0; i < MOST_LINKS; i++) {
            try {
                return at.toRealPath();
            } catch (NoSuchFileException e) {
                Path directory = at.getParent().toRealPath();
                Path name = directory.resolve(at.getFileName());
                if (!Files.isSymbolicLink(name)) {
                    return name;
                }
                at = directory.resolve(Files.readSymbolicLink(name));
            }
        }
        throw Errno.ELOOP.failure();
    }
}
