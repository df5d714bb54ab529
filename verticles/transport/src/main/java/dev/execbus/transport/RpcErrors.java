package dev.execbus.transport;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Any failure to what a client may read of it. */
final class RpcErrors {
    private static final Logger LOG = LoggerFactory.getLogger(RpcErrors.class);

    private RpcErrors() {}

    static ExecbusException of(Throwable cause) {
        if (cause instanceof ExecbusException told) {
            return told;
        }
        String reference = UUID.randomUUID().toString().substring(0, 8);
        LOG.error("internal error reference={}", reference, cause);
        return ExecbusException.internal("internal error (reference " + reference + ")");
    }

    static ExecbusException unknownMethod(String method) {
        return new ExecbusException(
                ErrorCode.METHOD_NOT_FOUND, "exec-server stub does not implement `" + method + "` yet");
    }
}
