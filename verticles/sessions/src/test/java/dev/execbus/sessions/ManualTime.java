package dev.execbus.sessions;

import dev.execbus.bus.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Time that passes when a test says so. */
final class ManualTime implements Timers, LongSupplier {
    private final TreeMap<Long, List<Runnable>> due = new TreeMap<>();
    private long nowNanos = 1_000_000_000;

    @Override
    public Timer after(Duration delay, Runnable action) {
        List<Runnable> actions = due.computeIfAbsent(nowNanos + delay.toNanos(), at -> new ArrayList<>());
        actions.add(action);
        return () -> actions.remove(action);
    }

    @Override
    public long getAsLong() {
        return nowNanos;
    }

    void pass(Duration duration) {
        nowNanos += duration.toNanos();
        while (!due.isEmpty() && due.firstKey() <= nowNanos) {
            List.copyOf(due.pollFirstEntry().getValue()).forEach(Runnable::run);
        }
    }
}
