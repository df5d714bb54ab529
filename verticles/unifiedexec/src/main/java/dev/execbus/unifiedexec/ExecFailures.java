package dev.execbus.unifiedexec;

import dev.execbus.client.BackendException;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;

/** What goes wrong, in the words of the reference, which models know. */
final class ExecFailures {
    private ExecFailures() {}

    static ExecbusException unknownProcess(int sessionId) {
        return ExecbusException.invalidRequest("write_stdin failed: Unknown process id " + sessionId);
    }

    static ExecbusException stdinClosed() {
        return ExecbusException.invalidRequest("write_stdin failed: stdin is closed for this session; "
                + "rerun exec_command with tty=true to keep stdin open");
    }

    static ExecbusException notWritten() {
        return ExecbusException.invalidRequest("write_stdin failed: failed to write to stdin");
    }

    static ExecbusException lostWhilePolling(String reason) {
        return ExecbusException.internal("write_stdin failed: Unified exec process failed: " + reason);
    }

    static ExecbusException lostWhileStarting(String reason) {
        return ExecbusException.internal(
                "exec_command failed: ProcessFailed { message: " + RustText.debug(reason) + " }");
    }

    static ExecbusException missingCommand() {
        return ExecbusException.invalidParams("exec_command failed: missing command line for unified exec request");
    }

    /** @param output what it printed */
    static ExecbusException deniedBySandbox(String output, Integer exitCode) {
        return ExecbusException.invalidRequest("exec_command failed: Command denied by sandbox: "
                + (output.isEmpty() ? "Process exited with code " + (exitCode == null ? -1 : exitCode) : output));
    }

    static ExecbusException rejected(String reason) {
        return createProcess(ErrorCode.INVALID_REQUEST, reason);
    }

    /** @param remote whether the place is behind a connection, which has its own words */
    static ExecbusException notStarted(Throwable cause, boolean remote) {
        String prefix = "Failed to create unified exec process: ";
        if (cause instanceof ExecbusException told) {
            String asRemote = "exec-server rejected request (" + told.code().number() + "): ";
            return createProcess(passedOn(told.code()), prefix + (remote ? asRemote : "") + told.getMessage());
        }
        if (cause instanceof BackendException lost) {
            return createProcess(ErrorCode.WORKER_UNAVAILABLE, prefix + lost.getMessage());
        }
        return createProcess(ErrorCode.INTERNAL, prefix + "internal error");
    }

    static ExecbusException tooMany(String what) {
        return ExecbusException.resourceExhausted(what);
    }

    static ExecbusException closed() {
        return new ExecbusException(ErrorCode.WORKER_UNAVAILABLE, "exec_command failed: the session has ended");
    }

    /** What is wrong with the place's own session says nothing about the client's. */
    private static ErrorCode passedOn(ErrorCode code) {
        return switch (code) {
            case INVALID_PARAMS, RESOURCE_EXHAUSTED, UNSUPPORTED, WORKER_UNAVAILABLE -> code;
            case INVALID_REQUEST,
                    METHOD_NOT_FOUND,
                    INTERNAL,
                    NOT_FOUND,
                    SESSION_ALREADY_ATTACHED,
                    STALE_ATTACHMENT,
                    CONFLICT -> ErrorCode.INTERNAL;
        };
    }

    private static ExecbusException createProcess(ErrorCode code, String rejection) {
        String rejected = "Rejected(" + RustText.debug(rejection) + ")";
        return new ExecbusException(
                code, "exec_command failed: CreateProcess { message: " + RustText.debug(rejected) + " }");
    }
}
