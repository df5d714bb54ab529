package dev.execbus.processes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Limits set by a shell that then becomes the program, for where nobody can be held at a {@link StartGate}. The price:
 * some shells drop variables whose names they cannot use, and correct PWD. A limit that the shell may not set, because it
 * is stricter already, stays.
 */
final class RlimitShell {
    private static final String SHELL = "/bin/sh";
    /** What {@code ulimit -f} counts in. */
    private static final long BLOCK_BYTES = 512;

    private RlimitShell() {}

    /**
     * @param command what the shell finds as the server has found it
     * @param env the command's variables
     */
    static List<String> wrap(List<String> command, Rlimits limits, Map<String, String> env) {
        StringBuilder script = new StringBuilder();
        if (limits.cpuSeconds() != 0) {
            set(script, "-S -t", limits.cpuSeconds());
            set(script, "-H -t", limits.cpuSeconds() + 1);
        }
        if (limits.openFiles() != 0) {
            set(script, "-n", limits.openFiles());
        }
        if (limits.fileBytes() != 0) {
            set(script, "-f", (limits.fileBytes() - 1) / BLOCK_BYTES + 1);
        }
        String unset = ServerPrograms.OF_SHELLS.stream()
                .filter(Predicate.not(env::containsKey))
                .collect(Collectors.joining(" "));
        script.append("unset -v ").append(unset).append("; exec \"$@\"");
        List<String> wrapped = new ArrayList<>(List.of(SHELL, "-c", script.toString(), SHELL));
        wrapped.addAll(command);
        return wrapped;
    }

    private static void set(StringBuilder script, String option, long value) {
        script.append("ulimit ").append(option).append(' ').append(value).append(" 2>/dev/null; ");
    }
}
