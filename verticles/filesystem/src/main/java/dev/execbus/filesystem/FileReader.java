package dev.execbus.filesystem;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods.ReadFileParams;
import dev.execbus.protocol.FileMethods.ReadFileResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;

/** Reads regular files whole. Blocks. */
final class FileReader {
    /** The Java library keeps a direct buffer of this size for each thread. */
    private static final int SLICE = 128 << 10;

    private final long limit;
    private final ReadBudget budget;

    FileReader(FileSettings settings) {
        this.limit = Math.min(settings.readLimitBytes(), Integer.MAX_VALUE - 8);
        this.budget = new ReadBudget(settings.inFlightBytes());
    }

    ReadFileResponse read(ReadFileParams params) throws IOException {
        Path path = NativePath.of(params.path());
        return new ReadFileResponse(
                ByteChunk.of(params.followSymlinks() ? follow(path, params.path()) : noFollow(path)));
    }

    private byte[] follow(Path path, String shown) throws IOException {
        // Looked at before it is opened: a fifo would block until somebody writes to it.
        BasicFileAttributes regular = FileStatus.regularOrNull(path);
        long size = regular == null ? otherSize(path, shown) : regular.size();
        try (SeekableByteChannel channel = Files.newByteChannel(path, StandardOpenOption.READ)) {
            return whole(channel, size);
        }
    }

    private static long otherSize(Path path, String shown) throws IOException {
        FileStatus status = FileStatus.of(path);
        return switch (status.kind()) {
            case REGULAR -> status.size();
            case SOCKET -> throw Errno.ENXIO.failure();
            case DIRECTORY, LINK, FIFO, DEVICE ->
                throw ExecbusException.invalidRequest("path `" + shown + "` is not a file");
        };
    }

    private byte[] noFollow(Path path) throws IOException {
        try (NoFollow place = NoFollow.parentOf(path)) {
            BasicFileAttributes attributes = place.regular(path);
            try (SeekableByteChannel channel = place.read()) {
                return whole(channel, attributes.size());
            }
        }
    }

    /** To the end, wherever that is by then: files of /proc have size 0, and others may grow or shrink meanwhile. */
    private byte[] whole(ReadableByteChannel channel, long size) throws IOException {
        checkLimit(size);
        try (ReadBudget.Share share = budget.share()) {
            share.grow(size);
            byte[] bytes = new byte[(int) size];
            int length = fill(channel, bytes);
            if (length < bytes.length) {
                return Arrays.copyOf(bytes, length);
            }
            byte[] more = new byte[SLICE];
            int extra;
            while ((extra = fill(channel, more)) > 0) {
                checkLimit((long) length + extra);
                if (length + extra > bytes.length) {
                    int capacity = (int) Math.min(limit, Math.max(2L * bytes.length, length + extra));
                    share.grow(capacity - bytes.length);
                    bytes = Arrays.copyOf(bytes, capacity);
                }
                System.arraycopy(more, 0, bytes, length, extra);
                length += extra;
            }
            return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        } catch (OutOfMemoryError e) {
            // One array that was too large, and is garbage already.
            throw ExecbusException.resourceExhausted(
                    "this worker has not the memory now to read a file of " + size + " bytes, try again later");
        }
    }

    private void checkLimit(long size) {
        if (size > limit) {
            throw ExecbusException.invalidRequest("file is too large to read: limit is " + limit + " bytes");
        }
    }

    /** Until the array is full or the file at its end; answers how far it is filled. */
    private static int fill(ReadableByteChannel channel, byte[] bytes) throws IOException {
        int at = 0;
        while (at < bytes.length) {
            int read = channel.read(ByteBuffer.wrap(bytes, at, Math.min(SLICE, bytes.length - at)));
            if (read < 0) {
                break;
            }
            at += read;
        }
        return at;
    }
}
