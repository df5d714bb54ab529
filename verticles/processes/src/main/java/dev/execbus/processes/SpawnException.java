package dev.execbus.processes;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;

/** No process came into being: the operating system's number and text, or a sentence of ours. */
final class SpawnException extends Exception {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    SpawnException(ErrorCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    ExecbusException toExecbus() {
        return new ExecbusException(code, getMessage());
    }
}
