package dev.execbus.processes;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;

/** The descriptors of one spawn: closing closes all but those that were handed on. Confined to one thread. */
final class OpenDescriptors implements AutoCloseable {
    /** Both ends of a pipe. */
    record Pipe(int readEnd, int writeEnd) {}

    private final Deque<Integer> owned = new ArrayDeque<>();

    /** Takes a call's result: a descriptor, or a negative error number. */
    int own(int result) throws SpawnException {
        owned.push(succeeded(result));
        return result;
    }

    Pipe pipe(Arena arena) throws SpawnException {
        MemorySegment ends = arena.allocate(ValueLayout.JAVA_INT, 2);
        succeeded(FileCalls.pipe(ends));
        return new Pipe(own(ends.getAtIndex(ValueLayout.JAVA_INT, 0)), own(ends.getAtIndex(ValueLayout.JAVA_INT, 1)));
    }

    /** Somebody else closes them from now on. */
    void handOn(int... descriptors) {
        for (int descriptor : descriptors) {
            owned.remove(descriptor);
        }
    }

    static int succeeded(int result) throws SpawnException {
        if (result < 0) {
            throw SpawnFailures.of(-result);
        }
        return result;
    }

    @Override
    public void close() {
        owned.forEach(FileCalls::close);
        owned.clear();
    }
}
