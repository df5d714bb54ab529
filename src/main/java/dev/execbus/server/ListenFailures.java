package dev.execbus.server;

import java.io.IOException;
import java.net.BindException;

/** Says in the operating system's words why an address cannot be listened on. */
final class ListenFailures {
    private ListenFailures() {}

    static String reason(Throwable cause) {
        if (isAddressInUse(cause)) {
            return "Address in use (os error 98)";
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /** Netty's own transport has no exception of its own for it. */
    private static boolean isAddressInUse(Throwable cause) {
        return cause instanceof BindException
                || (cause instanceof IOException
                        && String.valueOf(cause.getMessage()).contains("Address already in use"));
    }
}
