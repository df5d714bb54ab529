package dev.execbus.sandbox;

/** A policy cannot be enforced; the message is for the client. */
final class UnenforceableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnenforceableException(String message) {
        super(message, null, false, false);
    }
}
