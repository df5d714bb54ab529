package dev.execbus.server;

/** Why the server does not start: one line for the operator, and the exit code. */
final class StartupException extends RuntimeException {
    /** For everything but a wrong command line, which is 2. */
    static final int FAILED = 1;

    private static final long serialVersionUID = 1;

    private final int exitCode;

    StartupException(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    StartupException(String message) {
        this(FAILED, message);
    }

    int exitCode() {
        return exitCode;
    }
}
