package dev.execbus.transport;

import java.time.Duration;

/** Notices by how late it is asked that this process did not run for a while: stopped, starved, or its machine asleep. */
final class Freeze {
    private long lastNanos;
    private long lastWallMillis;

    Freeze(long nowNanos, long wallMillis) {
        this.lastNanos = nowNanos;
        this.lastWallMillis = wallMillis;
    }

    /** Since it was asked last. The clock that saw more of it is right: one stands still while the machine sleeps. */
    Duration passed(long nowNanos, long wallMillis) {
        Duration passed = Duration.ofNanos(Math.max(
                nowNanos - lastNanos,
                Duration.ofMillis(wallMillis - lastWallMillis).toNanos()));
        lastNanos = nowNanos;
        lastWallMillis = wallMillis;
        return passed;
    }
}
