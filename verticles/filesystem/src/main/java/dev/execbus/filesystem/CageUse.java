package dev.execbus.filesystem;

import java.util.function.LongSupplier;

/** Who uses a confined process: each call and each open file counts as one. Thread-safe. */
final class CageUse {
    private final LongSupplier clock;
    private int users;
    private boolean closed;
    private long lastUsed;

    /** @param clock nanoseconds */
    CageUse(LongSupplier clock) {
        this.clock = clock;
        this.lastUsed = clock.getAsLong();
    }

    /** False when it takes nobody new. */
    synchronized boolean enter() {
        if (closed) {
            return false;
        }
        users++;
        lastUsed = clock.getAsLong();
        return true;
    }

    /** True when the last has left one that takes nobody new. */
    synchronized boolean leave() {
        users--;
        lastUsed = clock.getAsLong();
        return closed && users == 0;
    }

    synchronized void touch() {
        lastUsed = clock.getAsLong();
    }

    /** Takes nobody new from now on; true when there is nobody in it. */
    synchronized boolean close() {
        closed = true;
        return users == 0;
    }

    /** The same, but only if there is nobody in it. */
    synchronized boolean closeIfIdle() {
        closed = closed || users == 0;
        return users == 0;
    }

    synchronized boolean isIdle() {
        return users == 0;
    }

    /** Nanoseconds since somebody used it. */
    synchronized long idleNanos() {
        return users == 0 ? clock.getAsLong() - lastUsed : 0;
    }
}
