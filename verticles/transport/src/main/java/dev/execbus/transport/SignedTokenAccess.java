package dev.execbus.transport;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.impl.jose.JWK;
import io.vertx.ext.auth.impl.jose.JWT;
import java.security.SignatureException;
import java.time.Clock;

/**
 * Lets in whoever shows a JWT signed with the shared secret, HS256 and nothing else. The signature is verified before
 * any claim is looked at; the claims are ours to check, because each refusal has words of its own. Safe on any thread.
 */
public final class SignedTokenAccess implements Access {
    private final JWT signatures;
    private final SignedTokenRules rules;
    private final Clock clock;

    public SignedTokenAccess(byte[] secret, SignedTokenRules rules, Clock clock) {
        this.signatures = new JWT()
                .addJWK(new JWK(new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(Buffer.buffer(secret))));
        this.rules = rules;
        this.clock = clock;
    }

    @Override
    public Future<Void> check(String authorization) {
        try {
            checkClaims(verified(BearerHeader.token(authorization)));
            return Future.succeededFuture();
        } catch (AccessDeniedException e) {
            return Future.failedFuture(e);
        }
    }

    private JsonObject verified(String token) throws AccessDeniedException {
        try {
            return signatures.decode(token);
        } catch (SignatureException | RuntimeException e) {
            // Whatever is wrong with it, from the dots to the key: no details for somebody who is not let in.
            throw invalid();
        }
    }

    private void checkClaims(JsonObject claims) throws AccessDeniedException {
        long now = clock.instant().getEpochSecond();
        Long expires = seconds(claims, "exp");
        if (expires == null) {
            throw invalid();
        }
        Long notBefore = seconds(claims, "nbf");
        if (now > plus(expires, rules.maxClockSkewSeconds())) {
            throw new AccessDeniedException("expired websocket jwt");
        }
        if (notBefore != null && now < minus(notBefore, rules.maxClockSkewSeconds())) {
            throw new AccessDeniedException("websocket jwt is not valid yet");
        }
        if (rules.issuer() != null && !rules.issuer().equals(claims.getValue("iss"))) {
            throw new AccessDeniedException("websocket jwt issuer mismatch");
        }
        if (rules.audience() != null && !isFor(rules.audience(), claims.getValue("aud"))) {
            throw new AccessDeniedException("websocket jwt audience mismatch");
        }
    }

    private static boolean isFor(String audience, Object claim) {
        return claim instanceof JsonArray several ? several.contains(audience) : audience.equals(claim);
    }

    /** Null when the claim is absent. */
    private static Long seconds(JsonObject claims, String name) throws AccessDeniedException {
        Object value = claims.getValue(name);
        if (value == null || value instanceof Integer || value instanceof Long) {
            return value == null ? null : ((Number) value).longValue();
        }
        throw invalid();
    }

    private static AccessDeniedException invalid() {
        return new AccessDeniedException("invalid websocket jwt");
    }

    /** Both stay at the end of the range where they would leave it; {@code skew} is not negative. */
    private static long plus(long seconds, long skew) {
        return seconds > Long.MAX_VALUE - skew ? Long.MAX_VALUE : seconds + skew;
    }

    private static long minus(long seconds, long skew) {
        return seconds < Long.MIN_VALUE + skew ? Long.MIN_VALUE : seconds - skew;
    }
}
