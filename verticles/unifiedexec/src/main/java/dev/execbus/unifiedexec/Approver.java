package dev.execbus.unifiedexec;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import java.util.List;

/** Asks the person behind a client. */
public interface Approver {
    /** Nobody can be asked. */
    Approver NOBODY = question -> Future.failedFuture(
            new ExecbusException(ErrorCode.UNSUPPORTED, "the client does not answer such questions"));

    /** What a person has said. */
    enum Answer {
        APPROVED,
        APPROVED_FOR_SESSION,
        /** Only where a prefix was offered. */
        APPROVED_FOR_PREFIX,
        DENIED
    }

    /**
     * @param shell that the caller names; null for the usual one
     * @param environmentId that the caller names; null for the usual one
     * @param callId what the caller calls it; null for none
     * @param prefixRule first words of commands that can be approved along with this one; null for none
     */
    record Question(
            String command,
            String cwd,
            String reason,
            String shell,
            String environmentId,
            String callId,
            List<String> prefixRule) {}

    /** Fails when nobody answers in time, or can be asked. */
    Future<Answer> ask(Question question);
}
