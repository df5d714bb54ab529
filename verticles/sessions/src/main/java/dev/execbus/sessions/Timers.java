package dev.execbus.sessions;

import java.time.Duration;

/** Time as the room sees it: on its own context, from outside. */
interface Timers {
    Timer after(Duration delay, Runnable action);

    interface Timer {
        void cancel();
    }
}
