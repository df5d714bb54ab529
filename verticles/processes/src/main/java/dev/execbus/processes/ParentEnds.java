package dev.execbus.processes;

import dev.execbus.protocol.TerminalSize;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The descriptors on our side of a child, none of which waits; {@link #NONE} for a stream that is not there. On a
 * terminal stdin and stdout are two descriptors of the master, for a writer and a reader that close on their own.
 */
record ParentEnds(int stdin, int stdout, int stderr) {
    static final int NONE = -1;
    private static final int IN = 0;
    private static final int OUT = 1;
    private static final int ERR = 2;

    /** Pipes; the child's ends wait, as programs expect. */
    static ParentEnds pipes(Arena arena, OpenDescriptors open, FileActions actions, boolean pipeStdin)
            throws SpawnException {
        int stdin = NONE;
        if (pipeStdin) {
            OpenDescriptors.Pipe pipe = open.pipe(arena);
            actions.duplicate(pipe.readEnd(), IN);
            stdin = pipe.writeEnd();
            OpenDescriptors.succeeded(FileCalls.setNonBlocking(stdin));
        } else {
            actions.open(IN, arena.allocateFrom("/dev/null"), FileActions.READ_ONLY);
        }
        return new ParentEnds(stdin, output(arena, open, actions, OUT), output(arena, open, actions, ERR));
    }

    /** A child that opens the slave in its new session gets it as its controlling terminal. */
    static ParentEnds terminal(Arena arena, OpenDescriptors open, FileActions actions, TerminalSize size)
            throws SpawnException {
        int master = open.own(TerminalCalls.openMaster());
        OpenDescriptors.succeeded(TerminalCalls.grant(master));
        OpenDescriptors.succeeded(TerminalCalls.unlock(master));
        OpenDescriptors.succeeded(TerminalCalls.resize(master, size));
        OpenDescriptors.succeeded(FileCalls.setNonBlocking(master));
        MemorySegment slave = TerminalCalls.newName(arena);
        OpenDescriptors.succeeded(TerminalCalls.slaveName(master, slave));
        actions.open(IN, slave, FileActions.READ_WRITE);
        actions.duplicate(IN, OUT);
        actions.duplicate(IN, ERR);
        return new ParentEnds(open.own(FileCalls.duplicate(master)), master, NONE);
    }

    private static int output(Arena arena, OpenDescriptors open, FileActions actions, int target)
            throws SpawnException {
        OpenDescriptors.Pipe pipe = open.pipe(arena);
        actions.duplicate(pipe.writeEnd(), target);
        OpenDescriptors.succeeded(FileCalls.setNonBlocking(pipe.readEnd()));
        return pipe.readEnd();
    }
}
