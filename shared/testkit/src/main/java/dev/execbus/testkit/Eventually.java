package dev.execbus.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what has no event to wait for, with a deadline and a sentence. */
public final class Eventually {
    private static final Duration STEP = Duration.ofMillis(5);

    private Eventually() {}

    public static void holds(String sentence, Duration within, Supplier<Boolean> condition) {
        long end = System.nanoTime() + within.toNanos();
        while (!condition.get()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + within.toMillis() + " ms: " + sentence);
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
    }
}
