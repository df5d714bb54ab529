package dev.execbus.processes;

import dev.execbus.protocol.StreamName;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes one process's reports from the spawner's thread to the supervisor's context. When the context falls behind,
 * reading pauses, so that what is under way between the two threads is bounded.
 */
final class InboxObserver implements ProcessObserver {
    private static final int HIGH = 1 << 20;
    private static final int LOW = 256 << 10;

    private final Inbox inbox;
    private final ProcessObserver onContext;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicBoolean full = new AtomicBoolean();
    private final Runnable pause;
    private final Runnable resume;

    /** {@code pause} and {@code resume} are called on either thread; the last call counts. */
    InboxObserver(Inbox inbox, ProcessObserver onContext, Runnable pause, Runnable resume) {
        this.inbox = inbox;
        this.onContext = onContext;
        this.pause = pause;
        this.resume = resume;
    }

    @Override
    public void output(StreamName stream, byte[] bytes) {
        if (underWay.addAndGet(bytes.length) > HIGH && !full.get()) {
            // In this order: whoever finds it full, resumes after the pause.
            pause.run();
            full.set(true);
            resumeWhenDrained();
        }
        inbox.post(() -> {
            underWay.addAndGet(-bytes.length);
            resumeWhenDrained();
            onContext.output(stream, bytes);
        });
    }

    private void resumeWhenDrained() {
        if (underWay.get() < LOW && full.compareAndSet(true, false)) {
            resume.run();
        }
    }

    @Override
    public void ended(StreamName stream) {
        inbox.post(() -> onContext.ended(stream));
    }

    @Override
    public void exited(ExitStatus status) {
        inbox.post(() -> onContext.exited(status));
    }

    @Override
    public void writable() {
        inbox.post(onContext::writable);
    }
}
