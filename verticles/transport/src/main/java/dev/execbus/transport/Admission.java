package dev.execbus.transport;

import io.vertx.core.Future;

/**
 * Finds out as whom a client comes: by the server's access, and else by a share. Confined to the gateway's context.
 */
final class Admission {
    /** Questions about shares that may be open at a time: anybody can ask one. */
    private static final int MOST_ASKED = 64;

    private final Access access;
    private final ShareCheck shares;
    private int asked;

    Admission(Access access, ShareCheck shares) {
        this.access = access;
        this.shares = shares;
    }

    boolean asksNobody() {
        return access.asksNobody();
    }

    /**
     * @param authorization as in an {@code Authorization} header; null when there is none
     * @return fails with an {@link AccessDeniedException} that carries the words for the 401
     */
    Future<Caller> admit(String authorization) {
        return access.check(authorization)
                .<Caller>map(new Caller.Member())
                .recover(cause -> cause instanceof AccessDeniedException && authorization != null && asked < MOST_ASKED
                        ? asGuest(authorization, cause)
                        : Future.failedFuture(cause));
    }

    private Future<Caller> asGuest(String authorization, Throwable denied) {
        String token;
        try {
            token = BearerHeader.token(authorization);
        } catch (AccessDeniedException e) {
            return Future.failedFuture(e);
        }
        asked++;
        return shares.isShare(token)
                .onComplete(done -> asked--)
                .compose(is -> is ? Future.succeededFuture(new Caller.Guest(token)) : Future.failedFuture(denied));
    }
}
