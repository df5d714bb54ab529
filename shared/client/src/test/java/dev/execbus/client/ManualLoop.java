package dev.execbus.client;

import dev.execbus.bus.Timers;
import dev.execbus.testkit.ManualTimers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Runs at once, and time passes when a test says so. */
final class ManualLoop implements Loop {
    private final ManualTimers time = new ManualTimers();
    private final Deque<Runnable> work = new ArrayDeque<>();
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
        return (delay, action) -> time.after(delay, () -> run(action));
    }

    @Override
    public long nanoTime() {
        return time.getAsLong();
    }

    /** Timers that run. */
    int waiting() {
        return time.size();
    }

    void pass(Duration passing) {
        time.pass(passing);
    }
}
