package dev.execbus.bus;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Any failure to what a client may read of it, and what it means. */
public final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** Whether who was asked could not be reached, or was lost before the answer. */
    public static boolean isUnreachable(Throwable cause) {
        return cause instanceof ExecbusException failure && failure.code() == ErrorCode.WORKER_UNAVAILABLE;
    }

    /** What is not meant for a client is logged here, once, and passed on as a reference to the log. */
    public static ExecbusException told(Throwable cause) {
        if (cause instanceof ExecbusException told) {
            return told;
        }
        String reference = UUID.randomUUID().toString().substring(0, 8);
        LOG.error("internal error reference={}", reference, cause);
        return ExecbusException.internal("internal error (reference " + reference + ")");
    }
}
