package dev.execbus.processes;

import java.time.Duration;

/** Time as the room sees it: on the supervisor's context, from outside. */
interface Timers {
    /** Runs once after the delay unless cancelled. */
    Timer after(Duration delay, Runnable action);

    interface Timer {
        void cancel();
    }
}
