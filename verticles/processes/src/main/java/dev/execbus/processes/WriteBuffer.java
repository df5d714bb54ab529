package dev.execbus.processes;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Native memory that all stdins write through, one at a time: a write that does not wait is short. */
final class WriteBuffer {
    static final int BYTES = 65_536;

    private final MemorySegment memory = Arena.ofAuto().allocate(BYTES);

    /** As write(2): the number of bytes taken, or a negative error number. */
    synchronized int write(int descriptor, byte[] bytes, int offset, int length) {
        MemorySegment.copy(bytes, offset, memory, ValueLayout.JAVA_BYTE, 0, length);
        return FileCalls.write(descriptor, memory, length);
    }
}
