package dev.execbus.transport;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Lets in whoever shows the one token, of which only the SHA-256 is kept. Safe on any thread. */
public final class CapabilityTokenAccess implements Access {
    private final byte[] sha256;

    private CapabilityTokenAccess(byte[] sha256) {
        this.sha256 = sha256;
    }

    public static CapabilityTokenAccess ofToken(String token) {
        return new CapabilityTokenAccess(sha256(token));
    }

    /** @param sha256 of the token, 32 bytes */
    public static CapabilityTokenAccess ofSha256(byte[] sha256) {
        return new CapabilityTokenAccess(sha256.clone());
    }

    @Override
    public Future<Void> check(String authorization) {
        try {
            String token = BearerHeader.token(authorization);
            // Takes as long for a token that is nearly right as for one that is not.
            return MessageDigest.isEqual(sha256, sha256(token))
                    ? Future.succeededFuture()
                    : Future.failedFuture(new AccessDeniedException("invalid websocket bearer token"));
        } catch (AccessDeniedException e) {
            return Future.failedFuture(e);
        }
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
