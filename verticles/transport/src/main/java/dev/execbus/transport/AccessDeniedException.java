package dev.execbus.transport;

/** Why a connection is refused, in the words the client reads. */
public final class AccessDeniedException extends Exception {
    private static final long serialVersionUID = 1;

    public AccessDeniedException(String message) {
        super(message, null, false, false);
    }
}
