package dev.execbus.processes;

import dev.execbus.protocol.Signal;
import dev.execbus.protocol.StreamName;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Starts processes by posix_spawn and follows them with one {@link Reactor}: no helper program, no thread per process.
 * For machines where {@link NativeSupport#probe} finds nothing missing.
 */
final class NativeSpawner implements ProcessSpawner {
    private final Reactor reactor;
    private final WriteBuffer writeBuffer = new WriteBuffer();
    private final MemorySegment attributes = SpawnAttributes.in(Arena.ofAuto());
    private final ProgramLookup lookup = new ProgramLookup(FileCalls::executable);
    private final GateFolder gates = new GateFolder();
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
                FileActions actions = new FileActions(arena);
                StartGate gate = gate(launch.limits())) {
            if (gate != null) {
                actions.waitAt(gate);
            }
            ParentEnds ends = launch.onTerminal()
                    ? ParentEnds.terminal(arena, open, actions, launch.terminal())
                    : ParentEnds.pipes(arena, open, actions, launch.pipeStdin());
            InheritedDescriptors.pass(arena, open, actions, launch.inherited());
            actions.finish(launch.cwd());
            int pid = execute(arena, launch, program, actions, gate);
            if (!launch.limits().early()) {
                admit(pid, launch.limits());
            }
            return adopt(pid, ends, launch, open, observer);
        }
    }

    @Override
    public void close() {
        reactor.close();
        gates.close();
    }

    /** Null when nothing is to be done to the child before its program begins. */
    private StartGate gate(LaunchLimits limits) throws SpawnException {
        return limits.needGate() ? gates.gate(limits::begin) : null;
    }

    private int execute(Arena arena, Launch launch, String program, FileActions actions, StartGate gate)
            throws SpawnException {
        MemorySegment pid = arena.allocate(ValueLayout.JAVA_INT);
        MemorySegment path = arena.allocateFrom(program);
        MemorySegment argv = ArgumentBlock.argv(arena, launch);
        MemorySegment env = ArgumentBlock.env(arena, environment.of(launch));
        IntSupplier spawn = () -> SpawnCalls.spawn(pid, path, actions.segment(), attributes, argv, env);
        int error = gate == null ? spawn.getAsInt() : gate.pass(spawn);
        if (error != 0) {
            throw SpawnFailures.of(error);
        }
        int child = pid.get(ValueLayout.JAVA_INT, 0);
        if (gate != null && gate.refusal().isPresent()) {
            end(child);
            throw gate.refusal().get();
        }
        return child;
    }

    private static void admit(int pid, LaunchLimits limits) throws SpawnException {
        try {
            limits.admit(pid);
        } catch (SpawnException e) {
            end(pid);
            throw e;
        }
    }

    private static void end(int pid) {
        KillCall.group(pid, Signal.KILL.number());
        ProcessCalls.awaitExit(pid);
    }

    /** A child that cannot be followed must not live on. */
    private NativeProcess adopt(int pid, ParentEnds ends, Launch launch, OpenDescriptors open, ProcessObserver observer)
            throws SpawnException {
        try {
            int pidDescriptor = open.own(ProcessCalls.openProcess(pid));
            List<OutputEnd> outputs = launch.onTerminal()
                    ? List.of(new OutputEnd(reactor, pid, ends.stdout(), StreamName.PTY, observer))
                    : List.of(
                            new OutputEnd(reactor, pid, ends.stdout(), StreamName.STDOUT, observer),
                            new OutputEnd(reactor, pid, ends.stderr(), StreamName.STDERR, observer));
            InputEnd input = ends.stdin() == ParentEnds.NONE
                    ? null
                    : new InputEnd(reactor, writeBuffer, pid, ends.stdin(), launch.onTerminal(), observer);
            ExitWatch exit = new ExitWatch(reactor, pid, pidDescriptor, outputs, observer, launch.wrapped());
            OpenDescriptors.succeeded(exit.prepare());
            open.handOn(ends.stdin(), ends.stdout(), ends.stderr(), pidDescriptor);
            return new NativeProcess(reactor, pid, input, outputs, exit);
        } catch (SpawnException e) {
            end(pid);
            throw e;
        }
    }
}
