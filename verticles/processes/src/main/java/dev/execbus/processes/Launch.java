package dev.execbus.processes;

import dev.execbus.protocol.TerminalSize;
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
 */
record Launch(
        List<String> argv, String arg0, String cwd, Map<String, String> env, TerminalSize terminal, boolean pipeStdin) {
    Launch {
        argv = List.copyOf(argv);
        env = Map.copyOf(env);
    }

    boolean onTerminal() {
        return terminal != null;
    }

    String shownName() {
        return arg0 == null ? argv.getFirst() : arg0;
    }
}
