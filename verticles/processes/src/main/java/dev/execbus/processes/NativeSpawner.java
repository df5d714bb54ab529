package dev.execbus.processes;

import dev.execbus.protocol.Signal;
import dev.execbus.protocol.StreamName;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Starts processes by posix_spawn and follows them with one {@link Reactor}: no helper program, no thread per process.
 * For machines where {@link NativeSupport#probe} finds nothing missing.
 */
final class NativeSpawner implements ProcessSpawner {
    private final Reactor reactor;
    private final WriteBuffer writeBuffer = new WriteBuffer();
    private final MemorySegment attributes = SpawnAttributes.in(Arena.ofAuto());
    private final ProgramLookup lookup = new ProgramLookup(FileCalls::executable);
    private final ChildEnvironment environment = ChildEnvironment.ofThisAccount();

    NativeSpawner(Driver driver) {
        reactor = new Reactor(driver);
    }

    @Override
    public String name() {
        return "native";
    }

    @Override
    public SpawnedProcess spawn(Launch launch, ProcessObserver observer) throws SpawnException {
        LaunchChecks.check(launch);
        String program = lookup.find(launch);
        try (Arena arena = Arena.ofConfined();
                OpenDescriptors open = new OpenDescriptors();
                FileActions actions = new FileActions(arena)) {
            ParentEnds ends = launch.onTerminal()
                    ? ParentEnds.terminal(arena, open, actions, launch.terminal())
                    : ParentEnds.pipes(arena, open, actions, launch.pipeStdin());
            actions.finish(launch.cwd());
            int pid = execute(arena, launch, program, actions);
            return adopt(pid, ends, launch.onTerminal(), open, observer);
        }
    }

    @Override
    public void close() {
        reactor.close();
    }

    private int execute(Arena arena, Launch launch, String program, FileActions actions) throws SpawnException {
        MemorySegment pid = arena.allocate(ValueLayout.JAVA_INT);
        int error = SpawnCalls.spawn(
                pid,
                arena.allocateFrom(program),
                actions.segment(),
                attributes,
                ArgumentBlock.argv(arena, launch),
                ArgumentBlock.env(arena, environment.of(launch)));
        if (error != 0) {
            throw SpawnFailures.of(error);
        }
        return pid.get(ValueLayout.JAVA_INT, 0);
    }

    /** A child that cannot be followed must not live on. */
    private NativeProcess adopt(
            int pid, ParentEnds ends, boolean terminal, OpenDescriptors open, ProcessObserver observer)
            throws SpawnException {
        try {
            int pidDescriptor = open.own(ProcessCalls.openProcess(pid));
            List<OutputEnd> outputs = terminal
                    ? List.of(new OutputEnd(reactor, pid, ends.stdout(), StreamName.PTY, observer))
                    : List.of(
                            new OutputEnd(reactor, pid, ends.stdout(), StreamName.STDOUT, observer),
                            new OutputEnd(reactor, pid, ends.stderr(), StreamName.STDERR, observer));
            InputEnd input = ends.stdin() == ParentEnds.NONE
                    ? null
                    : new InputEnd(reactor, writeBuffer, pid, ends.stdin(), terminal, observer);
            ExitWatch exit = new ExitWatch(reactor, pid, pidDescriptor, outputs, observer);
            OpenDescriptors.succeeded(exit.prepare());
            open.handOn(ends.stdin(), ends.stdout(), ends.stderr(), pidDescriptor);
            return new NativeProcess(reactor, pid, input, outputs, exit);
        } catch (SpawnException e) {
            KillCall.group(pid, Signal.KILL.number());
            ProcessCalls.awaitExit(pid);
            throw e;
        }
    }
}
