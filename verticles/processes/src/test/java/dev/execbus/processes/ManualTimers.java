package dev.execbus.processes;

import dev.execbus.bus.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that passes when a test says so. */
final class ManualTimers implements Timers {
    private record Entry(Duration at, Runnable action) {}

    private final List<Entry> entries = new ArrayList<>();
    private Duration now = Duration.ZERO;

    @Override
    public Timer after(Duration delay, Runnable action) {
        Entry entry = new Entry(now.plus(delay), action);
        entries.add(entry);
        return () -> entries.remove(entry);
    }

    int size() {
        return entries.size();
    }

    void pass(Duration time) {
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
