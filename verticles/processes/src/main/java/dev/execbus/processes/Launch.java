package dev.execbus.processes;

import dev.execbus.protocol.TerminalSize;
import dev.execbus.sandbox.Inherited;
import java.util.List;
import java.util.Map;

/**
 * All a spawner needs to know.
 *
 * @param argv at least one element; the first names the program and is looked up on {@code env}'s PATH unless it has a slash
 * @param arg0 what the program sees as its name; null for {@code argv[0]}
 * @param cwd absolute path of an existing directory, or the spawn fails
 * @param env the whole environment
 * @param terminal the size of its terminal; null for pipes
 * @param pipeStdin whether stdin is a pipe and not {@code /dev/null}; without meaning on a terminal
 * @param wrapped whether the program is a bubblewrap, which starts the command and tells its exit as its own
 * @param inherited the program's descriptors from 3 on
 * @param limits of the command and of what wraps it
 */
record Launch(
        List<String> argv,
        String arg0,
        String cwd,
        Map<String, String> env,
        TerminalSize terminal,
        boolean pipeStdin,
        boolean wrapped,
        List<Inherited> inherited,
        LaunchLimits limits) {
    Launch {
        argv = List.copyOf(argv);
        env = Map.copyOf(env);
        inherited = List.copyOf(inherited);
    }

    /** Of a command itself, without limits. */
    Launch(
            List<String> argv,
            String arg0,
            String cwd,
            Map<String, String> env,
            TerminalSize terminal,
            boolean pipeStdin) {
        this(argv, arg0, cwd, env, terminal, pipeStdin, false, List.of(), LaunchLimits.NONE);
    }

    Launch within(LaunchLimits others) {
        return new Launch(argv, arg0, cwd, env, terminal, pipeStdin, wrapped, inherited, others);
    }

    /** The same with another command, which sees its own name. */
    Launch of(List<String> command) {
        return new Launch(command, null, cwd, env, terminal, pipeStdin, wrapped, inherited, limits);
    }

    boolean onTerminal() {
        return terminal != null;
    }

    String shownName() {
        return arg0 == null ? argv.getFirst() : arg0;
    }
}
