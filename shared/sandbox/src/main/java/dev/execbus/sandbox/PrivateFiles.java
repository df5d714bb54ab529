package dev.execbus.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * What bubblewrap is given, in a directory that only this server can enter.
 *
 * @param directory free of links
 * @param programOpen the seccomp program where the network is open
 * @param programRestricted that where it is not
 * @param emptyFile an empty file that everybody may read
 * @param closedFile one that nobody may open
 */
record PrivateFiles(
        String directory, String programOpen, String programRestricted, String emptyFile, String closedFile) {
    private static final FileAttribute<?> ONLY_MINE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /**
     * Makes the directory or takes an own one over.
     *
     * @throws IOException when it belongs to somebody else, is a link, or cannot be made
     */
    static PrivateFiles in(Path directory, Architecture architecture) throws IOException {
        Path real = makePrivate(directory);
        return new PrivateFiles(
                real.toString(),
                write(real, "open.bpf", SeccompProgram.of(architecture), "rw-------"),
                write(
                        real,
                        "restricted.bpf",
                        SeccompProgram.of(architecture, SeccompProgram.Kind.NETWORK_RESTRICTED),
                        "rw-------"),
                write(real, "empty", new byte[0], "r--r--r--"),
                write(real, "closed", new byte[0], "---------"));
    }

    /** Without links, once it is there, this user's, and closed to all others. */
    static Path makePrivate(Path given) throws IOException {
        Path directory = given.toAbsolutePath().normalize();
        Files.createDirectories(directory.getParent());
        try {
            Files.createDirectory(directory, ONLY_MINE);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(directory + " is no directory", e);
            }
        }
        Path real = directory.toRealPath();
        Path mine = Files.createTempFile(real, "owner", "");
        try {
            if (!owner(mine).equals(owner(real))) {
                throw new IOException(directory + " belongs to another user");
            }
        } finally {
            Files.delete(mine);
        }
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rwx------"));
        return real;
    }

    private static Object owner(Path path) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        return attributes.get("uid");
    }

    /** In one step, also when another server uses the same directory. */
    private static String write(Path directory, String name, byte[] content, String permissions) throws IOException {
        Path made = Files.createTempFile(directory, name, "");
        Path file = directory.resolve(name);
        Files.write(made, content, StandardOpenOption.TRUNCATE_EXISTING);
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(permissions));
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return file.toString();
    }

    /** The directory goes too, unless something else is in it. */
    void delete() throws IOException {
        for (String file : List.of(programOpen, programRestricted, emptyFile, closedFile)) {
            Files.deleteIfExists(Path.of(file));
        }
        try {
            Files.deleteIfExists(Path.of(directory));
        } catch (DirectoryNotEmptyException e) {
            // Not only ours.
        }
    }
}
