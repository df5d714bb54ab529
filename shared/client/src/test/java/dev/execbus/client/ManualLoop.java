package dev.execbus.client;

import dev.execbus.bus.Timers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** Runs at once, and time passes when a test says so. */
final class ManualLoop implements Loop, Timers {
    private record Entry(Duration at, Runnable action) {}

    private final List<Entry> entries = new ArrayList<>();
    private final Deque<Runnable> work = new ArrayDeque<>();
    private Duration now = Duration.ZERO;
    private boolean running;

    @Override
    public void run(Runnable next) {
        work.add(next);
        if (running) {
            return;
        }
        running = true;
        for (Runnable one = work.poll(); one != null; one = work.poll()) {
            one.run();
        }
        running = false;
    }

    @Override
    public Timers timers() {
        return this;
    }

    @Override
    public long nanoTime() {
        return now.toNanos();
    }

    @Override
    public Timer after(Duration delay, Runnable action) {
        Entry entry = new Entry(now.plus(delay), action);
        entries.add(entry);
        return () -> entries.remove(entry);
    }

    /** Timers that run. */
    int waiting() {
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
            run(next.action());
        }
    }
}
