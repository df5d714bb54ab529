package dev.execbus.filesystem;

import dev.execbus.bus.FileService.FileRead;
import dev.execbus.filesystem.CageAnswer.Told;
import dev.execbus.filesystem.CageAnswer.TooLong;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods;
import dev.execbus.protocol.FileMethods.OpenMode;
import dev.execbus.protocol.FileMethods.OpenParams;
import dev.execbus.protocol.FileMethods.ReadBlockResponse;
import dev.execbus.protocol.FileMethods.ReadFileParams;
import dev.execbus.protocol.FileMethods.ReadFileResponse;
import dev.execbus.protocol.SandboxParams;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.function.ToLongFunction;

/**
 * Reads of whole files in the confined process: what fits into a block is answered at once, the server fetches the rest
 * block by block, so that a small heap is enough for any file. Thread-safe; blocks.
 */
final class CageReads {
    /** Files of /proc say that they are empty. */
    private static final int UNKNOWN_SIZE = 64 << 10;

    private final long limit;
    private final ToLongFunction<OpenFile> keep;

    /** @param keep gives a file that stays open its handle */
    CageReads(long limit, ToLongFunction<OpenFile> keep) {
        this.limit = limit;
        this.keep = keep;
    }

    CageAnswer read(ReadFileParams params) {
        LocalFile file = FileFailures.translated(() -> open(params));
        boolean kept = false;
        try {
            long size = FileFailures.translated(file.channel()::size);
            if (size > limit) {
                throw ExecbusException.invalidRequest("file is too large to read: limit is " + limit + " bytes");
            }
            // One byte more than there is, to see the end in the same read.
            long length = size == 0 ? UNKNOWN_SIZE : Math.min(size + 1, FileMethods.LONGEST_BLOCK);
            ReadBlockResponse block = file.read(0, (int) length);
            if (block.eof()) {
                return new Told(new FileRead(new ReadFileResponse(block.chunk())));
            }
            kept = true;
            return new TooLong(keep.applyAsLong(file), size);
        } finally {
            if (!kept) {
                file.close();
            }
        }
    }

    private static LocalFile open(ReadFileParams params) throws IOException {
        return params.followSymlinks()
                ? LocalFile.open(new OpenParams("", params.path(), OpenMode.READ, SandboxParams.NONE))
                : openNoFollow(NativePath.of(params.path()));
    }

    private static LocalFile openNoFollow(Path path) throws IOException {
        try (NoFollow place = NoFollow.parentOf(path)) {
            place.regular(path);
            SeekableByteChannel channel = place.read();
            if (channel instanceof FileChannel file) {
                return new LocalFile(file);
            }
            channel.close();
            throw ExecbusException.internal("this system cannot open files relative to a directory");
        }
    }
}
