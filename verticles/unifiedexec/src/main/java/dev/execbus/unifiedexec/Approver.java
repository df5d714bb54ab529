package dev.execbus.unifiedexec;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;

/** Asks the person behind a client. */
public interface Approver {
    /** Nobody can be asked. */
    Approver NOBODY = question -> Future.failedFuture(
            new ExecbusException(ErrorCode.UNSUPPORTED, "the client does not answer such questions"));

    /** What a person has said. */
    enum Answer {
        APPROVED,
        APPROVED_FOR_SESSION,
        DENIED
    }

    record Question(String command, String cwd, String reason) {}

    /** Fails when nobody answers in time, or can be asked. */
    Future<Answer> ask(Question question);
}
