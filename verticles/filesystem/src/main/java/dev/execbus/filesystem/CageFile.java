package dev.execbus.filesystem;

import dev.execbus.bus.FileService;
import dev.execbus.filesystem.CageAnswer.Block;
import dev.execbus.filesystem.CageRequest.Close;
import dev.execbus.filesystem.CageRequest.Read;
import dev.execbus.filesystem.CageRequest.Write;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.FileMethods.ReadBlockResponse;
import java.util.concurrent.atomic.AtomicBoolean;

/** A file that is open in a confined process, which lives as long as it has one. */
final class CageFile implements OpenFile {
    private final Cage cage;
    private final long handle;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Owns the handle, and one use of the process. */
    CageFile(Cage cage, long handle) {
        this.cage = cage;
        this.handle = handle;
    }

    @Override
    public ReadBlockResponse read(long offset, int length) {
        return block(cage, handle, offset, length);
    }

    static ReadBlockResponse block(Cage cage, long handle, long offset, int length) {
        CageAnswer answer = cage.call(new Read(handle, offset, length), FileService.DEADLINE);
        if (answer instanceof Block block) {
            return block.block();
        }
        throw cage.nonsense(answer);
    }

    @Override
    public void write(long offset, ByteChunk chunk) {
        cage.call(new Write(handle, offset, chunk), FileService.DEADLINE);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            cage.tell(new Close(handle));
            cage.leave();
        }
    }
}
