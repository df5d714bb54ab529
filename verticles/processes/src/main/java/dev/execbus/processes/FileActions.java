package dev.execbus.processes;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** What a child does with its descriptors before it executes the program, in this order. Confined to one thread. */
final class FileActions implements AutoCloseable {
    static final int READ_ONLY = 0;
    static final int READ_WRITE = 2;
    static final int FIRST_AFTER_STDERR = 3;

    private final Arena arena;
    private final MemorySegment actions;
    private int behindLast = FIRST_AFTER_STDERR;

    FileActions(Arena arena) throws SpawnException {
        this.arena = arena;
        this.actions = arena.allocate(SpawnCalls.FILE_ACTIONS_BYTES, Long.BYTES);
        check(SpawnCalls.initFileActions(actions));
    }

    /** First: the child waits here. What it opens gives way to its stdin. */
    void waitAt(StartGate gate) throws SpawnException {
        open(0, arena.allocateFrom(gate.path()), READ_ONLY);
    }

    void duplicate(int descriptor, int target) throws SpawnException {
        check(SpawnCalls.addDup2(actions, descriptor, target));
        behindLast = Math.max(behindLast, target + 1);
    }

    void open(int target, MemorySegment path, int mode) throws SpawnException {
        check(SpawnCalls.addOpen(actions, target, path, mode));
        behindLast = Math.max(behindLast, target + 1);
    }

    /** Last: the directory, and nothing is inherited but stdin, stdout, stderr and what was given behind them. */
    void finish(String cwd) throws SpawnException {
        check(SpawnCalls.addChdir(actions, arena.allocateFrom(cwd)));
        check(SpawnCalls.addCloseFrom(actions, behindLast));
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
