package dev.execbus.server;

/** How a run ended. */
sealed interface RunOutcome {
    /** The exit code of a run that failed by itself. */
    int FAILED = 125;

    /** As shells say it. */
    int NOT_FOUND = 127;

    int exitCode();

    /** The command ended. */
    record Exited(int exitCode) implements RunOutcome {}

    /** The command did not start, or nobody knows how it ended. */
    record Failed(int exitCode, String sentence) implements RunOutcome {
        Failed(String sentence) {
            this(FAILED, sentence);
        }
    }
}
