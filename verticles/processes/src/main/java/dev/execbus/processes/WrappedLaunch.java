package dev.execbus.processes;

import dev.execbus.sandbox.Confinement;
import java.util.HashMap;
import java.util.Map;

/** What to launch instead of a command so that it runs wrapped. */
final class WrappedLaunch {
    /** The wrapper itself, and the first process of the pid namespace. */
    private static final int HELPERS = 2;

    private WrappedLaunch() {}

    static Launch of(Launch command, Confinement.Wrapped how) {
        Map<String, String> env = new HashMap<>(command.env());
        env.keySet().removeAll(how.withheld());
        return new Launch(
                how.argv(),
                null,
                how.cwd(),
                env,
                command.terminal(),
                command.pipeStdin(),
                true,
                how.inherited(),
                command.limits().withHelpers(HELPERS));
    }
}
