package dev.execbus.testkit;

import dev.execbus.bus.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;

/** Time that passes when a test says so, moment by moment; as a supplier it is the clock, in nanoseconds. */
public final class ManualTimers implements Timers, LongSupplier {
    private record Entry(Duration at, Runnable action) {}

    private final List<Entry> entries = new ArrayList<>();
    private Duration now = Duration.ZERO;

    @Override
    public Timer after(Duration delay, Runnable action) {
        Entry entry = new Entry(now.plus(delay), action);
        entries.add(entry);
        return () -> entries.remove(entry);
    }

    @Override
    public long getAsLong() {
        return now.toNanos();
    }

    /** Timers that run. */
    public int size() {
        return entries.size();
    }

    public void pass(Duration time) {
        Duration end = now.plus(time);
        while (true) {
            Entry next = entries.stream()
                    .filter(entry -> entry.at().compareTo(end) <= 0)
                    .min(Comparator.comparing(Entry::at))
                    .orElse(null);
            if (next == null) {
                now = end;
                return;
            }
            entries.remove(next);
            now = next.at();
            next.action().run();
        }
    }
}
