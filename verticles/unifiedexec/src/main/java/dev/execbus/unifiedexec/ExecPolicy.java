package dev.execbus.unifiedexec;

import java.util.List;

/** Decides what may be started, and whether inside the sandbox that is configured. Must not block; any thread. */
public interface ExecPolicy {
    /**
     * @param argv what {@code cmd} becomes
     * @param cwd absolute native path
     * @param escalated whether the model asks to leave the sandbox
     * @param justification of the model; null for none
     * @param prefixRule first words of commands that the model wants to be allowed along with this one
     */
    record Request(
            String cmd,
            List<String> argv,
            String cwd,
            boolean escalated,
            String justification,
            List<String> prefixRule) {
        public Request {
            argv = List.copyOf(argv);
            prefixRule = prefixRule == null ? List.of() : List.copyOf(prefixRule);
        }
    }

    /** What is to be done. */
    sealed interface Decision {}

    record Allow(boolean confined) implements Decision {}

    /** @param reason for the model */
    record Deny(String reason) implements Decision {}

    /**
     * The client decides.
     *
     * @param reason for the person who is asked
     * @param confined whether it runs in the sandbox when it is approved
     */
    record Ask(String reason, boolean confined) implements Decision {}

    Decision beforeStart(Request request);

    /** It ran in the sandbox, failed, and seems to have met it: whether it is run once more without. */
    Decision afterDenial(Request request);
}
