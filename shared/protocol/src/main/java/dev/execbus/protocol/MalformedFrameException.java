package dev.execbus.protocol;

/** A frame that is not one JSON-RPC message; the message says what is wrong, in the peer's words where clients see them. */
public final class MalformedFrameException extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedFrameException(String detail) {
        super(detail, null, false, false);
    }
}
