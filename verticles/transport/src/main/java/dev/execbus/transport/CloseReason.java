package dev.execbus.transport;

/** Why we end a connection: the close frame's code (RFC 6455, ours from 4000 on) and its words. */
public enum CloseReason {
    SHUTDOWN(1001, "the server is shutting down"),
    INPUT_ENDED(1000, "the client has nothing more to say"),
    PROTOCOL_VIOLATION(1002, "protocol violation: only requests and the initialized notification are accepted"),
    INVALID_TEXT(1007, "a text message is not valid UTF-8"),
    UNAUTHENTICATED(1008, "the client has not said who it is, or nobody it may be"),
    MESSAGE_TOO_BIG(1009, "the message exceeds the limit"),
    DRAINING(1012, "the gateway is leaving: reconnect and resume the session"),
    SLOW_CLIENT(4001, "the client took too long to read; resume the session to go on"),
    NO_PONG(4002, "the client answered no ping"),
    WORKER_LOST(4003, "the worker of the session is lost: reconnect and resume the session"),
    RECONNECT(4004, "something may be lost on the way: reconnect and resume the session");

    private final int code;
    private final String text;

    CloseReason(int code, String text) {
        this.code = code;
        this.text = text;
    }

    public int code() {
        return code;
    }

    /** At most 123 bytes, as a close frame allows. */
    public String text() {
        return text;
    }
}
