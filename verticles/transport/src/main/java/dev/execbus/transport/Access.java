package dev.execbus.transport;

import io.vertx.core.Future;

/** Decides whether an upgrade request may become a connection. */
public interface Access {
    /**
     * @param authorization the first {@code Authorization} header; null when there is none
     * @return fails with an {@link AccessDeniedException} that carries the words for the 401
     */
    Future<Void> check(String authorization);

    /** Whether everybody is let in, whatever it says. */
    default boolean asksNobody() {
        return false;
    }

    /** No authentication. */
    static Access open() {
        return new Access() {
            @Override
            public Future<Void> check(String authorization) {
                return Future.succeededFuture();
            }

            @Override
            public boolean asksNobody() {
                return true;
            }
        };
    }
}
