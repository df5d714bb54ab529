package dev.execbus.bus;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what may happen at any rate and is told at most once a minute. For any thread; time comes from outside. */
final class Seldom {
    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

    private final AtomicLong untold = new AtomicLong();
    private final AtomicLong lastTold;

    Seldom(long nowNanos) {
        lastTold = new AtomicLong(nowNanos - PAUSE_NANOS);
    }

    /** It happened once more: how often since it was told last; 0 when it is too early to tell again. */
    long count(long nowNanos) {
        untold.incrementAndGet();
        long last = lastTold.get();
        boolean due = nowNanos - last >= PAUSE_NANOS;
        return due && lastTold.compareAndSet(last, nowNanos) ? untold.getAndSet(0) : 0;
    }
}
