package dev.execbus.processes;

/**
 * How much output all logs of a worker hold in memory. Past the budget each log keeps only a little, and the rest goes
 * to disk. Confined to the supervisor's context.
 */
final class MemoryBudget {
    /** What a log keeps in memory when there is little of it, or when nothing more will come. */
    static final int LITTLE = 64 << 10;

    private final long bytes;
    private long used;

    MemoryBudget(long bytes) {
        this.bytes = bytes;
    }

    void add(long change) {
        used += change;
    }

    long used() {
        return used;
    }

    /** What a log may keep that would like to keep {@code wanted}. */
    int allowed(int wanted) {
        return used > bytes ? Math.min(wanted, LITTLE) : wanted;
    }
}
