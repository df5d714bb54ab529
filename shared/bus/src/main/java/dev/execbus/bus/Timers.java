package dev.execbus.bus;

import io.vertx.core.Vertx;
import java.time.Duration;

/** Time as a room sees it: on its own context, from outside. */
public interface Timers {
    /** Runs once after the delay unless cancelled. */
    Timer after(Duration delay, Runnable action);

    /** Again and again for ever. After a pause of the whole node it does not catch up on what it has missed. */
    default void every(Duration interval, Runnable action) {
        after(interval, () -> {
            every(interval, action);
            action.run();
        });
    }

    interface Timer {
        void cancel();
    }

    /** For the context that calls {@link #after}. */
    static Timers of(Vertx vertx) {
        return (delay, action) -> {
            long id = vertx.setTimer(Math.max(1, delay.toMillis()), ignored -> action.run());
            return () -> vertx.cancelTimer(id);
        };
    }
}
