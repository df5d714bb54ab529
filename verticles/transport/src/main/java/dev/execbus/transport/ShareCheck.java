package dev.execbus.transport;

import io.vertx.core.Future;

/** Knows which tokens are shares. Called on the gateway's context. */
@FunctionalInterface
interface ShareCheck {
    /** Nothing is a share. */
    ShareCheck NONE = token -> Future.succeededFuture(false);

    /** Fails when nobody can tell. */
    Future<Boolean> isShare(String token);
}
