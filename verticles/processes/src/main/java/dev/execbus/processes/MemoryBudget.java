package dev.execbus.processes;

import dev.execbus.bus.Level;

/**
 * How much output all logs of a worker hold in memory. Past the budget each log keeps only a little, and the rest goes
 * to disk. Confined to the supervisor's context.
 */
final class MemoryBudget {
    /** What a log keeps in memory when there is little of it, or when nothing more will come. */
    static final int LITTLE = 64 << 10;

    private final long bytes;
    private final Level level;
    private long used;

    /** @param level follows what is used */
    MemoryBudget(long bytes, Level level) {
        this.bytes = bytes;
        this.level = level;
    }

    void add(long change) {
        used += change;
        level.add(change);
    }

    long used() {
        return used;
    }

    /** What a log may keep that would like to keep {@code wanted}. */
    int allowed(int wanted) {
        return used > bytes ? Math.min(wanted, LITTLE) : wanted;
    }
}
