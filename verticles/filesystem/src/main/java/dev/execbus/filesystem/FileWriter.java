package dev.execbus.filesystem;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.FileMethods.WriteFileParams;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/** Writes files whole, in place: inode, mode and hard links stay. Blocks; never on a fifo, which is refused. */
final class FileWriter {
    /** The Java library keeps a direct buffer of this size for each thread. */
    private static final int SLICE = 128 << 10;

    void write(WriteFileParams params) throws IOException {
        Path path = NativePath.of(params.path());
        if (params.followSymlinks()) {
            follow(path, params.data());
        } else {
            noFollow(path, params.data());
        }
    }

    private static void follow(Path path, ByteChunk data) throws IOException {
        refuseWhatWouldBlock(path);
        try (SeekableByteChannel channel = Files.newByteChannel(
                path, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
            writeAll(channel, data);
        }
    }

    /** Opening a fifo waits for a reader, and the Java library cannot ask whether there is one. */
    static void refuseWhatWouldBlock(Path path) throws IOException {
        FileStatus status;
        try {
            status = FileStatus.of(path);
        } catch (NoSuchFileException e) {
            return;
        }
        switch (status.kind()) {
            case FIFO, SOCKET -> throw Errno.ENXIO.failure();
            case DIRECTORY -> throw Errno.EISDIR.failure();
            case REGULAR, LINK, DEVICE -> {}
        }
    }

    private static void noFollow(Path path, ByteChunk data) throws IOException {
        try (NoFollow place = NoFollow.parentOf(path)) {
            refuseWhatWouldBlockOrLead(place, path);
            Set<OpenOption> options = Set.of(
                    StandardOpenOption.WRITE,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    LinkOption.NOFOLLOW_LINKS);
            try (SeekableByteChannel channel = place.directory().newByteChannel(place.name(), options)) {
                writeAll(channel, data);
            }
        }
    }

    private static void refuseWhatWouldBlockOrLead(NoFollow place, Path path) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = place.attributes();
        } catch (NoSuchFileException e) {
            return;
        }
        if (attributes.isSymbolicLink()) {
            throw Errno.ELOOP.failure();
        }
        if (!attributes.isRegularFile()) {
            refuseWhatWouldBlock(path);
        }
    }

    private static void writeAll(WritableByteChannel channel, ByteChunk data) throws IOException {
        byte[] bytes = data.bytes();
        int at = 0;
        while (at < bytes.length) {
            at += channel.write(ByteBuffer.wrap(bytes, at, Math.min(SLICE, bytes.length - at)));
        }
    }
}
