package dev.execbus.processes;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Brings what other threads report to the supervisor's context, in order and with one wake-up for many reports. Posting
 * is for any thread.
 */
final class Inbox {
    /** Reports handled before the event loop sees to something else. */
    private static final int BATCH = 256;

    private final ConcurrentLinkedQueue<Runnable> reports = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Consumer<Runnable> context;

    /** @param context runs something on the supervisor's context later */
    Inbox(Consumer<Runnable> context) {
        this.context = context;
    }

    void post(Runnable report) {
        reports.add(report);
        if (scheduled.compareAndSet(false, true)) {
            context.accept(this::drain);
        }
    }

    private void drain() {
        for (int i = 0; i < BATCH; i++) {
            Runnable report = reports.poll();
            if (report == null) {
                break;
            }
            report.run();
        }
        scheduled.set(false);
        if (!reports.isEmpty() && scheduled.compareAndSet(false, true)) {
            context.accept(this::drain);
        }
    }
}
