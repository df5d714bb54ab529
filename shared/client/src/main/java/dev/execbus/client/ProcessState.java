package dev.execbus.client;

/**
 * What is known of a process.
 *
 * @param hasExited it has ended, or counts as ended because of a failure
 * @param exitCode null for one that is not known
 * @param failureMessage why nothing more can be known; null for none
 */
public record ProcessState(boolean hasExited, Integer exitCode, String failureMessage) {
    /** As it is after the start. */
    public static final ProcessState RUNNING = new ProcessState(false, null, null);

    /** It has ended. A failure stays, and so does a code if there is none now. */
    public ProcessState exited(Integer code) {
        return new ProcessState(true, code == null ? exitCode : code, failureMessage);
    }

    /** It is lost. A code stays, and so does the failure that was first. */
    public ProcessState failed(String message) {
        return new ProcessState(true, exitCode, failureMessage == null ? message : failureMessage);
    }
}
