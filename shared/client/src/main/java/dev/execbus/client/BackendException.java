package dev.execbus.client;

/**
 * The other side could not be asked, or did not answer: it cannot be reached, the session is lost, time is over. The
 * message is fit for people. What was asked may have been done all the same.
 */
public final class BackendException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BackendException(String message) {
        super(message, null, false, false);
    }
}
