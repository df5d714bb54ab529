package dev.execbus.processes;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The same for all children: a session of their own, every signal at its default and none blocked. Made once and only
 * read afterwards, so any number of threads may spawn with it.
 */
final class SpawnAttributes {
    private static final short FLAGS = SpawnCalls.SETSID | SpawnCalls.SETSIGDEF | SpawnCalls.SETSIGMASK;

    private SpawnAttributes() {}

    static MemorySegment in(Arena arena) {
        MemorySegment all = arena.allocate(SpawnCalls.SIGNAL_SET_BYTES, Long.BYTES);
        MemorySegment none = arena.allocate(SpawnCalls.SIGNAL_SET_BYTES, Long.BYTES);
        MemorySegment attributes = arena.allocate(SpawnCalls.ATTRIBUTES_BYTES, Long.BYTES);
        require(SpawnCalls.fillSignalSet(all));
        require(SpawnCalls.initAttributes(attributes));
        require(SpawnCalls.setFlags(attributes, FLAGS));
        require(SpawnCalls.setDefaultSignals(attributes, all));
        require(SpawnCalls.setSignalMask(attributes, none));
        return attributes;
    }

    private static void require(int error) {
        if (error != 0) {
            throw new IllegalStateException("no attributes for spawning (os error " + error + ")");
        }
    }
}
