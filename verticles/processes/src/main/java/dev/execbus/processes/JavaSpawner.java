package dev.execbus.processes;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Starts processes by the JDK, and by pty4j on terminals, wherever {@link NativeSpawner} cannot: it costs three threads
 * per process. A session of their own needs the program setsid, another name than the program's needs bash.
 */
final class JavaSpawner implements ProcessSpawner {
    static final boolean WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

    private final ServerPrograms programs = ServerPrograms.onPath();
    private final PipeStarter pipes = new PipeStarter(programs);
    private final TerminalStarter terminals = new TerminalStarter(programs);
    private final ProgramLookup lookup = new ProgramLookup(ExecutableChecks::executable);
    private final ChildEnvironment environment = ChildEnvironment.ofThisAccount();

    @Override
    public String name() {
        return "java";
    }

    @Override
    public SpawnedProcess spawn(Launch launch, ProcessObserver observer) throws SpawnException {
        LaunchChecks.check(launch);
        Map<String, String> env = WINDOWS ? launch.env() : environment.of(launch);
        StartedProcess started = start(launch, program(launch, env), env);
        try {
            launch.limits().admit((int) started.process().pid());
        } catch (SpawnException e) {
            started.abandon();
            throw e;
        }
        boolean ownGroup = launch.onTerminal() || programs.setsid().isPresent();
        return new JavaProcess(started, launch, ownGroup, observer);
    }

    private StartedProcess start(Launch launch, String program, Map<String, String> env) throws SpawnException {
        Rlimits rlimits = launch.limits().rlimits();
        if (rlimits.none()) {
            return startAsItIs(launch, program, env);
        }
        List<String> command = launch.arg0() == null ? launch.argv() : programs.withName(launch, program, env);
        Launch limited = launch.of(RlimitShell.wrap(command, rlimits, env));
        return startAsItIs(limited, limited.argv().getFirst(), env);
    }

    private StartedProcess startAsItIs(Launch launch, String program, Map<String, String> env) throws SpawnException {
        return launch.onTerminal() ? terminals.start(launch, program, env) : pipes.start(launch, program, env);
    }

    /** There are no threads of its own: those of its processes end with them. */
    @Override
    public void close() {}

    private String program(Launch launch, Map<String, String> env) throws SpawnException {
        if (WINDOWS) {
            return launch.argv().getFirst();
        }
        String program = lookup.find(launch);
        ExecutableChecks.check(launch, program, env);
        return program;
    }
}
