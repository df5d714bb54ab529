package dev.execbus.processes;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that ends with the virtual machine and not before, whatever its tasks do: the kernel ends who was started
 * with --die-with-parent when the thread ends that started it. One for all; it has no owner that could let go of it.
 */
final class LastingThread implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(LastingThread.class);
    private static final int MOST_WAITING = 64;

    private final BlockingQueue<Runnable> tasks = new ArrayBlockingQueue<>(MOST_WAITING);

    private LastingThread() {
        Thread.ofPlatform().daemon().name("spawn-lasting").start(this::runAll);
    }

    private static final class Only {
        static final LastingThread THREAD = new LastingThread();
    }

    static LastingThread get() {
        return Only.THREAD;
    }

    /** @throws RejectedExecutionException when too many wait already */
    @Override
    public void execute(Runnable task) {
        if (!tasks.offer(task)) {
            throw new RejectedExecutionException("the thread that starts wrapped processes does not keep up");
        }
    }

    @SuppressWarnings("InfiniteLoopStatement")
    private void runAll() {
        while (true) {
            try {
                tasks.take().run();
            } catch (Throwable e) {
                report(e);
            }
        }
    }

    private static void report(Throwable failure) {
        try {
            LOG.error("a task failed", failure);
        } catch (Throwable e) {
            // For want of memory, perhaps. Whatever it is, the thread must go on.
            return;
        }
    }
}
