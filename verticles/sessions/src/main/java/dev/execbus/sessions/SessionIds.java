package dev.execbus.sessions;

import dev.execbus.bus.SessionId;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Makes session ids: 128 random bits in the shape of a UUID, which clients of the peer may expect. */
public interface SessionIds {
    SessionId next();

    static SessionIds random() {
        return from(new SecureRandom());
    }

    /** Chance from outside, for tests. */
    static SessionIds from(RandomGenerator random) {
        return () -> {
            byte[] bits = new byte[16];
            random.nextBytes(bits);
            String hex = HexFormat.of().formatHex(bits);
            return new SessionId(String.join(
                    "-",
                    hex.substring(0, 8),
                    hex.substring(8, 12),
                    hex.substring(12, 16),
                    hex.substring(16, 20),
                    hex.substring(20)));
        };
    }
}
