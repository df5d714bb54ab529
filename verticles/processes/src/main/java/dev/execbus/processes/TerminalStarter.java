package dev.execbus.processes;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import com.pty4j.WinSize;
import com.pty4j.unix.Pty;
import com.pty4j.unix.UnixPtyProcess;
import dev.execbus.protocol.TerminalSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts processes on terminals by pty4j. */
final class TerminalStarter {
    private final ServerPrograms programs;

    TerminalStarter(ServerPrograms programs) {
        this.programs = programs;
    }

    StartedProcess start(Launch launch, String program, Map<String, String> env) throws SpawnException {
        String[] command = command(launch, program, env).toArray(String[]::new);
        try {
            TerminalOutput output = TerminalOutput.of(
                    () -> JavaSpawner.WINDOWS ? onWindows(command, launch, env) : onUnix(command, launch, env));
            return new StartedProcess(output.process(), List.of(output));
        } catch (IOException e) {
            throw SpawnFailures.internal("the process could not be started on a terminal: " + e.getMessage());
        }
    }

    static WinSize windowSize(TerminalSize size) {
        return new WinSize(size.cols(), size.rows());
    }

    /** pty4j looks relative names up from our directory and not from the child's. */
    private List<String> command(Launch launch, String program, Map<String, String> env) throws SpawnException {
        String path = ProgramLookup.absolute(launch.cwd(), program);
        if (launch.arg0() != null) {
            return programs.withName(launch, path, env);
        }
        List<String> command = new ArrayList<>(launch.argv());
        command.set(0, path);
        return DescriptorShell.wrap(command, launch.inherited(), env);
    }

    /**
     * Not by the builder, which would tell the size when the program is running already. The constructor is deprecated
     * in its favour.
     */
    @SuppressWarnings("deprecation")
    private static PtyProcess onUnix(String[] command, Launch launch, Map<String, String> env) throws IOException {
        Pty pty = new Pty();
        String[] variables = env.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toArray(String[]::new);
        try {
            boolean sized = resize(pty, launch.terminal());
            PtyProcess process = new UnixPtyProcess(command, variables, launch.cwd(), pty, null, false);
            if (!sized) {
                process.setWinSize(windowSize(launch.terminal()));
            }
            return process;
        } catch (IOException e) {
            pty.close();
            throw e;
        }
    }

    /** macOS knows no size before the first process has opened the terminal. */
    private static boolean resize(Pty pty, TerminalSize size) {
        try {
            pty.setWindowSize(windowSize(size), null);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static PtyProcess onWindows(String[] command, Launch launch, Map<String, String> env) throws IOException {
        return new PtyProcessBuilder(command)
                .setEnvironment(env)
                .setDirectory(launch.cwd())
                .setInitialRows(launch.terminal().rows())
                .setInitialColumns(launch.terminal().cols())
                .start();
    }
}
