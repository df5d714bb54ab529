package dev.execbus.transport;

import io.vertx.core.Future;

/** Decides whether an upgrade request may become a connection. */
public interface Access {
    /**
     * @param authorization the first {@code Authorization} header; null when there is none
     * @return fails with an {@link AccessDeniedException} that carries the words for the 401
     */
    Future<Void> check(String authorization);

    /** No authentication. */
    static Access open() {
        return authorization -> Future.succeededFuture();
    }
}
