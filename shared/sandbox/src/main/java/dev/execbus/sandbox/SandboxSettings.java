package dev.execbus.sandbox;

import java.nio.file.Path;
import java.util.List;

/**
 * How this worker confines.
 *
 * @param mode which mechanism may be used
 * @param bubblewrap the program: a path, or a name to be found on the server's PATH
 * @param landlockWithoutCarveOuts under Landlock, accept policies whose read-only and denied parts of writable
 *     directories it cannot enforce, without enforcing them
 * @param directory where this worker keeps what its sandboxes need; made private
 * @param hidden further directories of the server that nothing confined may see, made private too: what other servers of
 *     the same user keep, for instance
 */
public record SandboxSettings(
        Mode mode, String bubblewrap, boolean landlockWithoutCarveOuts, Path directory, List<Path> hidden) {
    public SandboxSettings {
        hidden = List.copyOf(hidden);
    }

    /** What an operator may ask for. */
    public enum Mode {
        /** Bubblewrap, else Landlock, else restricted policies are refused. */
        AUTO,
        BUBBLEWRAP,
        LANDLOCK,
        /** Restricted policies are refused. */
        REFUSE,
        /** Policies are read and not enforced: whoever runs the server has confined all of it. */
        UNPROTECTED
    }
}
