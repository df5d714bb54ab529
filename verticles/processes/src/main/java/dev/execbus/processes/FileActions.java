package dev.execbus.processes;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** What a child does with its descriptors before it executes the program, in this order. Confined to one thread. */
final class FileActions implements AutoCloseable {
    static final int READ_ONLY = 0;
    static final int READ_WRITE = 2;
    private static final int FIRST_AFTER_STDERR = 3;

    private final Arena arena;
    private final MemorySegment actions;

    FileActions(Arena arena) throws SpawnException {
        this.arena = arena;
        this.actions = arena.allocate(SpawnCalls.FILE_ACTIONS_BYTES, Long.BYTES);
        check(SpawnCalls.initFileActions(actions));
    }

    void duplicate(int descriptor, int target) throws SpawnException {
        check(SpawnCalls.addDup2(actions, descriptor, target));
    }

    void open(int target, MemorySegment path, int mode) throws SpawnException {
        check(SpawnCalls.addOpen(actions, target, path, mode));
    }

    /** Last: the directory, and nothing is inherited but stdin, stdout and stderr. */
    void finish(String cwd) throws SpawnException {
        check(SpawnCalls.addChdir(actions, arena.allocateFrom(cwd)));
        check(SpawnCalls.addCloseFrom(actions, FIRST_AFTER_STDERR));
    }

    MemorySegment segment() {
        return actions;
    }

    @Override
    public void close() {
        SpawnCalls.destroyFileActions(actions);
    }

    private static void check(int error) throws SpawnException {
        if (error != 0) {
            throw SpawnFailures.of(error);
        }
    }
}
