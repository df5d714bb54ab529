package dev.execbus.filesystem;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.FileMethods.ReadBlockResponse;

/** A file opened for blocks. Thread-safe; every method blocks. */
interface OpenFile extends AutoCloseable {
    /** Fills the block unless the file ends before. {@code length} is checked by the caller. */
    ReadBlockResponse read(long offset, int length);

    void write(long offset, ByteChunk chunk);

    /** Repeatable; never fails. */
    @Override
    void close();
}
