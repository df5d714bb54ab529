package dev.execbus.unifiedexec;

import java.time.Duration;

/** How long an answer may be waited for. Immutable. */
final class YieldTimes {
    private static final long LEAST_MS = 250;
    private static final long MOST_MS = 30_000;
    private static final long COMMAND_MS = 10_000;
    private static final long LEAST_EMPTY_MS = 5_000;

    private final long mostEmptyMs;

    /** @param mostEmpty when there is nothing to write; 5 s at least */
    YieldTimes(Duration mostEmpty) {
        this.mostEmptyMs = Math.max(LEAST_EMPTY_MS, mostEmpty.toMillis());
    }

    /** @param askedMs null for the default */
    static Duration ofCommand(Long askedMs) {
        return Duration.ofMillis(Math.clamp(askedMs == null ? COMMAND_MS : askedMs, LEAST_MS, MOST_MS));
    }

    /** @param askedMs null for the default */
    Duration ofWrite(Long askedMs, boolean empty) {
        long least = Math.max(LEAST_MS, askedMs == null ? LEAST_MS : askedMs);
        return Duration.ofMillis(empty ? Math.clamp(least, LEAST_EMPTY_MS, mostEmptyMs) : Math.min(least, MOST_MS));
    }
}
