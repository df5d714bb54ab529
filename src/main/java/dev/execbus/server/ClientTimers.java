package dev.execbus.server;

import java.time.Duration;

/** Time, for the client's state machines. */
interface ClientTimers {
    /** Monotonic. */
    long nanoTime();

    /** Runs the task in the client's context; a pause of zero means soon, but not from within this call. */
    void after(Duration pause, Runnable task);
}
