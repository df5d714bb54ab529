package dev.execbus.processes;

import dev.execbus.bus.Timers;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.ShareMethods.CreateResponse;
import dev.execbus.protocol.ViewEnd;
import dev.execbus.protocol.ViewRole;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** The shares of a worker, found by their secrets, of which only hashes are kept. Confined to the supervisor's context. */
final class Shares {
    static final int PER_PROCESS = 64;
    static final int PER_WORKER = 4_096;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TOKEN_BYTES = 24;
    private static final int ID_BYTES = 6;

    private record Kept(Share share, Timers.Timer end) {}

    private final Timers timers;
    private final LongSupplier clock;
    private final Map<String, Kept> byHash = new HashMap<>();

    /** @param clock wall time in ms */
    Shares(Timers timers, LongSupplier clock) {
        this.timers = timers;
        this.clock = clock;
    }

    CreateResponse create(ProcessViews views, ViewRole role, Duration ttl) {
        if (byHash.size() >= PER_WORKER) {
            throw ExecbusException.resourceExhausted("the worker has " + PER_WORKER + " shares, which is its limit");
        }
        if (of(views).size() >= PER_PROCESS) {
            throw ExecbusException.resourceExhausted("the process has " + PER_PROCESS + " shares, which is its limit");
        }
        Share share =
                new Share(HexFormat.of().formatHex(random(ID_BYTES)), views, role, clock.getAsLong() + ttl.toMillis());
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random(TOKEN_BYTES));
        String hash = hash(token);
        byHash.put(hash, new Kept(share, timers.after(ttl, () -> end(share, ViewEnd.EXPIRED))));
        return new CreateResponse(share.id(), token, share.expiresAtMs());
    }

    /** Null for none. */
    Share find(String token) {
        Kept kept = byHash.get(hash(token));
        return kept == null ? null : kept.share();
    }

    List<Share> of(ProcessViews views) {
        return byHash.values().stream()
                .map(Kept::share)
                .filter(share -> share.views() == views)
                .toList();
    }

    /** Its views end, too. */
    void end(Share share, ViewEnd why) {
        byHash.values().removeIf(kept -> {
            if (kept.share() == share) {
                kept.end().cancel();
                return true;
            }
            return false;
        });
        share.views().endBy(share, why);
    }

    /** The process is over, and its views by themselves. */
    void forget(ProcessViews views) {
        byHash.values().removeIf(kept -> {
            if (kept.share().views() == views) {
                kept.end().cancel();
                return true;
            }
            return false;
        });
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** How long a look takes tells nothing of the secrets that are right. */
    private static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
