package dev.execbus.filesystem;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.FileMethods.WriteFileParams;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * Writes files whole: in place, so that inode, mode and hard links stay, or beside the old one and then in its place.
 * Blocks; never on a fifo, which is refused. Who expects a certain content must keep other writers away meanwhile.
 */
final class FileWriter {
    /** The Java library keeps a direct buffer of this size for each thread. */
    private static final int SLICE = 128 << 10;

    private static final Set<OpenOption> ANY =
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> NEW =
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS);

    void write(WriteFileParams params) throws IOException {
        Path path = NativePath.of(params.path());
        if (params.followSymlinks()) {
            follow(path, params);
        } else {
            noFollow(path, params);
        }
    }

    private static void follow(Path path, WriteFileParams params) throws IOException {
        refuseWhatWouldBlock(path);
        if (params.atomic() || params.expectedSha256() != null) {
            followed(RealPath.of(path), params);
        } else {
            overwrite(path, params.data());
        }
    }

    private static void followed(Path real, WriteFileParams params) throws IOException {
        FileStatus present = checked(real, params);
        if (params.atomic()) {
            try (NoFollow place = NoFollow.above(real)) {
                new AtomicReplacement(place, real, present).write(params);
            }
        } else if (ExpectedContent.isMissing(params)) {
            create(real, params.data());
        } else {
            overwrite(real, params.data());
        }
    }

    private static void overwrite(Path path, ByteChunk data) throws IOException {
        write(path, data, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    }

    /** What is there, as far as it is what the client expects. */
    private static FileStatus checked(Path real, WriteFileParams params) throws IOException {
        FileStatus present = FileStatus.ofNameOrNull(real);
        ExpectedContent.check(params, real, present);
        return present;
    }

    /** Not even those who do not ask this server come in between. */
    private static void create(Path real, ByteChunk data) throws IOException {
        try {
            write(real, data, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw ExpectedContent.exists();
        }
    }

    private static void write(Path path, ByteChunk data, OpenOption... options) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(path, options)) {
            replaceAll(channel, data);
        }
    }

    /** Cut off only where it was longer: emptying a file first makes a disk give blocks away and find new ones. */
    private static void replaceAll(SeekableByteChannel channel, ByteChunk data) throws IOException {
        writeAll(channel, data);
        if (channel.size() > data.length()) {
            channel.truncate(data.length());
        }
    }

    /** Opening a fifo waits for a reader, and the Java library cannot ask whether there is one. */
    static void refuseWhatWouldBlock(Path path) throws IOException {
        FileStatus status;
        try {
            if (FileStatus.regularOrNull(path) != null) {
                return;
            }
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

    private static void noFollow(Path path, WriteFileParams params) throws IOException {
        try (NoFollow place = NoFollow.parentOf(path)) {
            refuseWhatWouldBlockOrLead(place, path);
            FileStatus present = checked(path, params);
            if (params.atomic()) {
                new AtomicReplacement(place, path, present).write(params);
                return;
            }
            try (SeekableByteChannel channel =
                    place.directory().newByteChannel(place.name(), ExpectedContent.isMissing(params) ? NEW : ANY)) {
                replaceAll(channel, params.data());
            } catch (FileAlreadyExistsException e) {
                throw ExpectedContent.exists();
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

    static void writeAll(WritableByteChannel channel, ByteChunk data) throws IOException {
        byte[] bytes = data.bytes();
        int at = 0;
        while (at < bytes.length) {
            at += channel.write(ByteBuffer.wrap(bytes, at, Math.min(SLICE, bytes.length - at)));
        }
    }
}
