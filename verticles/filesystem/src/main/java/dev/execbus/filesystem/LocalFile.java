package dev.execbus.filesystem;

import dev.execbus.filesystem.FileStatus.Kind;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods.OpenParams;
import dev.execbus.protocol.FileMethods.ReadBlockResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** A file of this process, read and written by position. */
record LocalFile(FileChannel channel) implements OpenFile {
    /** The Java library keeps a direct buffer of this size for each thread. */
    private static final int SLICE = 128 << 10;

    static LocalFile open(OpenParams params) throws IOException {
        Path path = NativePath.of(params.path());
        return switch (params.mode()) {
            case READ -> {
                checkRegular(FileStatus.of(path).kind(), params.path());
                yield new LocalFile(FileChannel.open(path, StandardOpenOption.READ));
            }
            case REPLACE -> {
                checkReplaceable(path, params.path());
                yield new LocalFile(FileChannel.open(
                        path,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING));
            }
        };
    }

    private static void checkRegular(Kind kind, String shown) {
        switch (kind) {
            case REGULAR -> {}
            case SOCKET -> throw Errno.ENXIO.failure();
            case DIRECTORY, LINK, FIFO, DEVICE ->
                throw ExecbusException.invalidRequest("path `" + shown + "` is not a file");
        }
    }

    private static void checkReplaceable(Path path, String shown) throws IOException {
        Kind kind;
        try {
            kind = FileStatus.of(path).kind();
        } catch (NoSuchFileException e) {
            return;
        }
        switch (kind) {
            case REGULAR, LINK -> {}
            case FIFO, SOCKET -> throw Errno.ENXIO.failure();
            case DIRECTORY -> throw Errno.EISDIR.failure();
            case DEVICE -> throw ExecbusException.invalidRequest("path `" + shown + "` is not a file");
        }
    }

    @Override
    public ReadBlockResponse read(long offset, int length) {
        return FileFailures.translated(() -> {
            try {
                return block(offset, length);
            } catch (NonReadableChannelException | ClosedChannelException e) {
                throw Errno.EBADF.failure();
            }
        });
    }

    private ReadBlockResponse block(long offset, int length) throws IOException {
        if (offset == Long.MAX_VALUE) {
            // Or beyond, where the system knows no offsets: a number of 64 bits without a sign was read as this.
            throw Errno.EINVAL.failure();
        }
        byte[] bytes = new byte[length];
        int at = 0;
        while (at < length) {
            int read = channel.read(ByteBuffer.wrap(bytes, at, Math.min(SLICE, length - at)), offset + at);
            if (read < 0) {
                return new ReadBlockResponse(ByteChunk.of(Arrays.copyOf(bytes, at)), true);
            }
            at += read;
        }
        return new ReadBlockResponse(ByteChunk.of(bytes), false);
    }

    @Override
    public void write(long offset, ByteChunk chunk) {
        FileFailures.translated(() -> {
            try {
                writeAll(offset, chunk.bytes());
                return null;
            } catch (NonWritableChannelException | ClosedChannelException e) {
                throw Errno.EBADF.failure();
            }
        });
    }

    private void writeAll(long offset, byte[] bytes) throws IOException {
        int at = 0;
        while (at < bytes.length) {
            at += channel.write(ByteBuffer.wrap(bytes, at, Math.min(SLICE, bytes.length - at)), offset + at);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The kernel has let go of it all the same; what could not be written was told by the write.
        }
    }
}
