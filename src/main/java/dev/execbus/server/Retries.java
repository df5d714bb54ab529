package dev.execbus.server;

import java.time.Duration;
import java.util.Optional;

/** When to try again after a connection was lost: at once, then with growing pauses, and at last not any more. */
final class Retries {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final Duration window;
    private boolean lost;
    private boolean attached;
    private long lostAtNanos;
    private long attachedAtNanos;
    private Duration pause = Duration.ZERO;

    /** @param window how long to try, counted from the loss */
    Retries(Duration window) {
        this.window = window;
    }

    Duration window() {
        return window;
    }

    /** The pause before the next attempt; nothing when the time is up. */
    Optional<Duration> next(long nowNanos) {
        // A connection that is lost as soon as it is made does not count as one: no busy loop, and no endless one.
        boolean held = attached && nowNanos - attachedAtNanos >= LONGEST.toNanos();
        attached = false;
        if (!lost || held) {
            lost = true;
            lostAtNanos = nowNanos;
            pause = Duration.ZERO;
        } else if (nowNanos - lostAtNanos >= window.toNanos()) {
            return Optional.empty();
        }
        Duration now = pause;
        pause = pause.isZero() ? SHORTEST : min(pause.multipliedBy(3).dividedBy(2), LONGEST);
        return Optional.of(now);
    }

    void attached(long nowNanos) {
        attached = true;
        attachedAtNanos = nowNanos;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
