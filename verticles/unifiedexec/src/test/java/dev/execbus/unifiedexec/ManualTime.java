package dev.execbus.unifiedexec;

import dev.execbus.bus.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Time that passes when a test says so, moment by moment. */
final class ManualTime implements Timers, LongSupplier {
    private final TreeMap<Long, List<Runnable>> due = new TreeMap<>();
    private long nowNanos = 1_000_000_000;

    @Override
    public Timer after(Duration delay, Runnable action) {
        long at = nowNanos + delay.toNanos();
        due.computeIfAbsent(at, moment -> new ArrayList<>()).add(action);
        return () -> {
            List<Runnable> actions = due.get(at);
            if (actions != null && actions.remove(action) && actions.isEmpty()) {
                due.remove(at);
            }
        };
    }

    @Override
    public long getAsLong() {
        return nowNanos;
    }

    void pass(long millis) {
        long until = nowNanos + Duration.ofMillis(millis).toNanos();
        while (!due.isEmpty() && due.firstKey() <= until) {
            nowNanos = Math.max(nowNanos, due.firstKey());
            due.pollFirstEntry().getValue().forEach(Runnable::run);
        }
        nowNanos = until;
    }

    /** How many timers run. */
    int running() {
        return due.values().stream().mapToInt(List::size).sum();
    }
}
