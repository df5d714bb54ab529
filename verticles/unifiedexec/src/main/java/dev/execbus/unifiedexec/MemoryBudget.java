package dev.execbus.unifiedexec;

import java.util.concurrent.atomic.AtomicLong;

/** Memory that many buffers share. For any thread. */
final class MemoryBudget {
    private final long most;
    private final AtomicLong used = new AtomicLong();

    MemoryBudget(long most) {
        this.most = most;
    }

    static MemoryBudget unlimited() {
        return new MemoryBudget(Long.MAX_VALUE);
    }

    /** Whether there is so much left, which is taken then. */
    boolean take(long bytes) {
        if (used.addAndGet(bytes) <= most) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    /** The little without which nothing works. */
    void takeAnyway(long bytes) {
        used.addAndGet(bytes);
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    long used() {
        return used.get();
    }
}
