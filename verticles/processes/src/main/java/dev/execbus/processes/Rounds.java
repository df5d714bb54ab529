package dev.execbus.processes;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the same again and again in a thread of its own, which is there only while there is something to do. */
final class Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final long LAST_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(10);

    /** What is done. Only {@link #idle} is called with the lock held. */
    interface Task {
        /** @param closing whether everything has to come to its end */
        void round(boolean closing);

        /** Whether there is nothing to do until {@link Rounds#begin} is called again. */
        boolean idle();
    }

    private final String name;
    private final long intervalNanos;
    private final Task task;
    private Thread thread;
    private boolean closing;

    Rounds(String name, Duration interval, Task task) {
        this.name = name;
        this.intervalNanos = interval.toNanos();
        this.task = task;
    }

    /** There is something to do now. */
    synchronized void begin() {
        if (thread == null) {
            thread = Thread.ofPlatform().daemon().name(name).start(this::run);
        }
    }

    /** The next round is now. */
    synchronized void wake() {
        LockSupport.unpark(thread);
    }

    /** Rounds follow quickly until the task is idle, which is waited for. */
    void close() {
        Thread last;
        synchronized (this) {
            closing = true;
            last = thread;
            LockSupport.unpark(last);
        }
        if (last == null) {
            return;
        }
        try {
            last.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!ended()) {
            boolean last = closing();
            try {
                task.round(last);
            } catch (RuntimeException e) {
                LOG.error("a round of {} failed", name, e);
            }
            LockSupport.parkNanos(last ? LAST_INTERVAL_NANOS : intervalNanos);
        }
    }

    private synchronized boolean ended() {
        if (task.idle()) {
            thread = null;
        }
        return thread == null;
    }

    private synchronized boolean closing() {
        return closing;
    }
}
