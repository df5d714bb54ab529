package dev.execbus.http;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Ends a request that is under way with its socket, now. An ordinary close waits until all that was written is sent,
 * which is never when the server does not read; a connection that fails is closed at once.
 */
final class HardClose {
    private HardClose() {}

    /** @param response null before it began; whoever reads it must be ready for more, and ignore it */
    static void of(HttpClientRequest request, HttpClientResponse response) {
        if (!(request.connection() instanceof ConnectionBase connection)) {
            request.reset();
        } else if (!connection.closeFuture().isComplete()) {
            connection.fail(new AbandonedException());
        }
        if (response != null) {
            // What was read while the response was paused is given back only when it is taken.
            response.resume();
        }
    }

    /** Nobody reads it: whoever closes is not interested any more. */
    private static final class AbandonedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        AbandonedException() {
            super("the request is over", null, false, false);
        }
    }
}
