package dev.execbus.sessions;

import java.time.Duration;

/**
 * Limits of the sessions room.
 *
 * @param ttl how long a session without a connection is kept
 * @param sessions how many there may be on a worker, detached ones included
 */
public record SessionSettings(Duration ttl, int sessions) {
    public static final SessionSettings DEFAULTS = new SessionSettings(Duration.ofSeconds(80), 4_096);
}
