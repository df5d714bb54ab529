package dev.execbus.sessions;

import java.time.Duration;

/**
 * Limits of the sessions room.
 *
 * @param ttl how long a session without a connection is kept
 * @param sessions how many there may be on a worker, detached ones included
 * @param drain how long a worker that is about to leave waits for its sessions to end
 */
public record SessionSettings(Duration ttl, int sessions, Duration drain) {
    public static final SessionSettings DEFAULTS =
            new SessionSettings(Duration.ofSeconds(80), 4_096, Duration.ofSeconds(20));
}
