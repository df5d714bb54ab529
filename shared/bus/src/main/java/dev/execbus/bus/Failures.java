package dev.execbus.bus;

import dev.execbus.protocol.ExecbusException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Any failure to what a client may read of it. */
public final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

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
