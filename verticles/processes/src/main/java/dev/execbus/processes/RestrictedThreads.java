package dev.execbus.processes;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/** A thread for each task, since one that has restricted itself is of no further use; a few at a time. */
final class RestrictedThreads implements Executor {
    private static final int MOST = 16;

    private final Semaphore free = new Semaphore(MOST);

    /** @throws RejectedExecutionException when too many have not ended */
    @Override
    public void execute(Runnable task) {
        if (!free.tryAcquire()) {
            throw new RejectedExecutionException("the threads that start restricted processes do not end");
        }
        Thread.ofPlatform().daemon().name("spawn-restricted").start(() -> {
            try {
                task.run();
            } finally {
                free.release();
            }
        });
    }
}
