package dev.execbus.protocol;

/**
 * A failure a client may be told about: a code and one sentence. It crosses the bus and the wire as just these two, so
 * it carries no stack trace; what needs one is logged where it happens.
 */
public final class ExecbusException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    public ExecbusException(ErrorCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    public static ExecbusException invalidParams(String message) {
        return new ExecbusException(ErrorCode.INVALID_PARAMS, message);
    }

    public static ExecbusException invalidRequest(String message) {
        return new ExecbusException(ErrorCode.INVALID_REQUEST, message);
    }

    public static ExecbusException internal(String message) {
        return new ExecbusException(ErrorCode.INTERNAL, message);
    }

    public static ExecbusException resourceExhausted(String message) {
        return new ExecbusException(ErrorCode.RESOURCE_EXHAUSTED, message);
    }
}
