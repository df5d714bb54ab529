package dev.execbus.processes;

import dev.execbus.bus.Timers;
import java.time.Duration;

/** A process's {@code timeoutMs}, and the grace of one that has been asked to end. */
final class TimeLimit {
    private final Timers timers;
    private Timers.Timer timer;

    TimeLimit(Timers timers) {
        this.timers = timers;
    }

    void begin(Duration time, Runnable over) {
        timer = timers.after(time, over);
    }

    /** Instead of what is left of the time. */
    void grace(Duration grace, Runnable over) {
        cancel();
        timer = timers.after(grace, over);
    }

    void cancel() {
        if (timer != null) {
            timer.cancel();
        }
    }
}
