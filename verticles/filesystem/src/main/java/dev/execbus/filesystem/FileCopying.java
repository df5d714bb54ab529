package dev.execbus.filesystem;

import dev.execbus.filesystem.FileStatus.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Copies the content and the permissions of one regular file into another, in place. Blocks. */
final class FileCopying {
    private static final int SLICE = 128 << 10;
    private static final Set<StandardOpenOption> WRITE =
            EnumSet.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE);

    /** A destination that is the source by another name is left alone: opening it would empty both. */
    void copy(Path source, Path destination) throws IOException {
        try (FileChannel from = FileChannel.open(source, StandardOpenOption.READ)) {
            FileStatus status = FileStatus.of(source);
            FileStatus present = statusOrNull(destination);
            if (present != null && present.key().equals(status.key())) {
                return;
            }
            FileWriter.refuseWhatWouldBlock(destination);
            // A new file has the source's permissions from its first moment.
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(source);
            try (FileChannel to =
                    FileChannel.open(destination, WRITE, PosixFilePermissions.asFileAttribute(permissions))) {
                if (present == null || present.kind() == Kind.REGULAR) {
                    empty(to, destination, present, status.permissions());
                }
                transfer(from, to);
            }
        }
    }

    /** Permissions first: where they may not be changed, the old content is still there. */
    private static void empty(FileChannel channel, Path path, FileStatus present, int permissions) throws IOException {
        if (present == null || present.permissions() != permissions) {
            Files.setAttribute(path, "unix:mode", permissions);
        }
        channel.truncate(0);
    }

    /** To the end of file and not for a known length: files of /proc have size 0. */
    private static void transfer(FileChannel from, FileChannel to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(SLICE);
        while (from.read(buffer) >= 0) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                to.write(buffer);
            }
            buffer.clear();
        }
    }

    private static FileStatus statusOrNull(Path path) throws IOException {
        try {
            return FileStatus.of(path);
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
