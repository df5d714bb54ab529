package dev.execbus.filesystem;

import dev.execbus.bus.FileService.FileRead;
import dev.execbus.filesystem.CageAnswer.TooLong;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods;
import dev.execbus.protocol.FileMethods.ReadBlockResponse;
import dev.execbus.protocol.FileMethods.ReadFileResponse;
import java.util.Arrays;

/**
 * Puts long files of confined processes together, under the limits and with the words of {@link FileReader}.
 * Thread-safe; blocks.
 */
final class CageWholeReads {
    private final long limit;
    private final ReadBudget budget;

    CageWholeReads(FileSettings settings) {
        this.limit = Math.min(settings.readLimitBytes(), Integer.MAX_VALUE - 8);
        this.budget = new ReadBudget(settings.inFlightBytes());
    }

    /** Closes the file. The caller uses the process meanwhile. */
    FileRead read(Cage cage, TooLong whole) {
        try (ReadBudget.Share share = budget.share()) {
            checkLimit(whole.size());
            share.grow(whole.size());
            return new FileRead(new ReadFileResponse(ByteChunk.of(bytes(cage, whole, share))));
        } catch (OutOfMemoryError e) {
            // One array that was too large, and is garbage already.
            throw ExecbusException.resourceExhausted(
                    "this worker has not the memory now to read a file of " + whole.size() + " bytes, try again later");
        } finally {
            cage.tell(new CageRequest.Close(whole.handle()));
        }
    }

    /** To the end, wherever that is by then. */
    private byte[] bytes(Cage cage, TooLong whole, ReadBudget.Share share) {
        byte[] bytes = new byte[(int) whole.size()];
        int length = 0;
        while (true) {
            ReadBlockResponse block = CageFile.block(cage, whole.handle(), length, FileMethods.LONGEST_BLOCK);
            int more = block.chunk().length();
            checkLimit((long) length + more);
            if (length + more > bytes.length) {
                int capacity = (int) Math.min(limit, Math.max(2L * bytes.length, length + more));
                share.grow(capacity - bytes.length);
                bytes = Arrays.copyOf(bytes, capacity);
            }
            System.arraycopy(block.chunk().bytes(), 0, bytes, length, more);
            length += more;
            if (block.eof()) {
                return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
            }
        }
    }

    private void checkLimit(long size) {
        if (size > limit) {
            throw ExecbusException.invalidRequest("file is too large to read: limit is " + limit + " bytes");
        }
    }
}
