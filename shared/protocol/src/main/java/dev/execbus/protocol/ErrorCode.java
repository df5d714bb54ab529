package dev.execbus.protocol;

/** Every error number a client can see. Numbers up to -32010 are the peer's; ours start at -32020. */
public enum ErrorCode {
    INVALID_REQUEST(-32600, false),
    METHOD_NOT_FOUND(-32601, false),
    INVALID_PARAMS(-32602, false),
    INTERNAL(-32603, false),
    NOT_FOUND(-32004, false),
    SESSION_ALREADY_ATTACHED(-32010, true),
    /** The worker that is home to the session cannot be reached, or did not answer in time. */
    WORKER_UNAVAILABLE(-32020, true),
    /** A configured limit, or one of the operating system's, is reached; the message names it. */
    RESOURCE_EXHAUSTED(-32021, true),
    /** The connection no longer speaks for its session. */
    STALE_ATTACHMENT(-32022, false),
    /** The request asks for something this server has not got, or that cannot be had on this machine. */
    UNSUPPORTED(-32023, false),
    /** The file is not what the client expected it to be: somebody else has written it. */
    CONFLICT(-32024, false);

    private final int number;
    private final boolean retryable;

    ErrorCode(int number, boolean retryable) {
        this.number = number;
        this.retryable = retryable;
    }

    public int number() {
        return number;
    }

    /** Whether the same request may succeed later without a change. */
    public boolean retryable() {
        return retryable;
    }

    /** The code with this number; {@link #INTERNAL} for one we do not know. */
    public static ErrorCode of(int number) {
        for (ErrorCode code : values()) {
            if (code.number == number) {
                return code;
            }
        }
        return INTERNAL;
    }
}
