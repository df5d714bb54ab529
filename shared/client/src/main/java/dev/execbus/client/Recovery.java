package dev.execbus.client;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * When to try again after a connection was lost: at once, then every pause, until the window is over. Confined to the
 * backend's loop.
 */
final class Recovery {
    /** A connection that holds less long does not get another one at once. */
    private static final Duration HELD = Duration.ofSeconds(1);

    private final Duration window;
    private final Duration pause;
    private final DoubleSupplier random;
    private long attachedAtNanos;
    private boolean lost;
    private boolean first;

    /** @param random from 0 to 1 */
    Recovery(Duration window, Duration pause, DoubleSupplier random) {
        this.window = window;
        this.pause = pause;
        this.random = random;
    }

    Duration window() {
        return window;
    }

    void attached(long nowNanos) {
        attachedAtNanos = nowNanos;
        lost = false;
    }

    /** A connection, or an attempt, has ended. */
    void ended(long nowNanos) {
        first = !lost && nowNanos - attachedAtNanos >= HELD.toNanos();
        lost = true;
    }

    /** Before the next attempt: half as much more or less, so that clients of one server do not come all at once. */
    Duration pause() {
        return first ? Duration.ZERO : Duration.ofNanos((long) (pause.toNanos() * (0.5 + random.getAsDouble())));
    }
}
