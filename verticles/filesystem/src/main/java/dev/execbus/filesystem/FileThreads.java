package dev.execbus.filesystem;

import dev.execbus.bus.SessionId;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that wait for the disk. Some operations never come back: a network that is gone, a fifo that somebody put
 * in the place of a file between looking and opening. Such a thread cannot be freed, so another one takes its place; a
 * session may hold up a few and is refused further work then. Confined to the verticle's context, but for the work.
 */
final class FileThreads {
    private static final int HELD_UP_PER_SESSION = 8;
    private static final int HELD_UP_TOGETHER = 56;

    private final Context context;
    private final int size;
    private final Duration patience;
    private final ThreadPoolExecutor threads;
    private final Map<SessionId, Integer> heldUp = new HashMap<>();
    private int heldUpTogether;

    /**
     * @param size operations that are done at a time; further ones queue
     * @param patience how long one may take before it counts as held up
     */
    FileThreads(Context context, int size, Duration patience) {
        this.context = context;
        this.size = size;
        this.patience = patience;
        this.threads = new ThreadPoolExecutor(
                size,
                size,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("files-", 0).daemon().factory());
    }

    /** The threads for one session's work. */
    final class Share {
        private final SessionId session;

        private Share(SessionId session) {
            this.session = session;
        }

        /** Completes on the verticle's context. */
        <T> Future<T> run(Callable<T> work) {
            if (heldUp.getOrDefault(session, 0) >= HELD_UP_PER_SESSION) {
                return Future.failedFuture(ExecbusException.resourceExhausted(
                        HELD_UP_PER_SESSION + " file operations of this session have not come to an end within "
                                + patience.toSeconds() + " s: none is begun until one of them does"));
            }
            return begin(work);
        }

        /** For what lets go of something: is never refused. */
        Future<Void> close(Runnable work) {
            return begin(() -> {
                work.run();
                return null;
            });
        }

        private <T> Future<T> begin(Callable<T> work) {
            Task<T> task = new Task<>(session, work);
            try {
                threads.execute(task);
            } catch (RejectedExecutionException e) {
                return Future.failedFuture(ExecbusException.internal("this worker is stopping"));
            }
            task.watch(patience.toMillis());
            return task.result.future();
        }
    }

    Share of(SessionId session) {
        return new Share(session);
    }

    private final class Task<T> implements Runnable {
        private final SessionId session;
        private final Callable<T> work;
        private final Promise<T> result = Promise.promise();
        private volatile long started;
        private long timer;
        private boolean counted;

        private Task(SessionId session, Callable<T> work) {
            this.session = session;
            this.work = work;
        }

        private void watch(long milliseconds) {
            timer = context.owner().setTimer(milliseconds, ignored -> check());
        }

        /** The time in the queue is not its own. */
        private void check() {
            long begun = started;
            long passed = begun == 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            if (passed < patience.toMillis()) {
                watch(patience.toMillis() - passed);
            } else {
                counted = true;
                count(session, 1);
            }
        }

        @Override
        public void run() {
            started = System.nanoTime();
            try {
                T value = work.call();
                context.runOnContext(ignored -> done(Future.succeededFuture(value)));
            } catch (Exception | Error e) {
                context.runOnContext(ignored -> done(Future.failedFuture(e)));
            }
        }

        private void done(Future<T> outcome) {
            context.owner().cancelTimer(timer);
            if (counted) {
                count(session, -1);
            }
            outcome.onComplete(result);
        }
    }

    private void count(SessionId session, int more) {
        heldUp.merge(session, more, (before, change) -> before + change == 0 ? null : before + change);
        heldUpTogether += more;
        int wanted = size + Math.min(heldUpTogether, HELD_UP_TOGETHER);
        threads.setMaximumPoolSize(Math.max(wanted, threads.getCorePoolSize()));
        threads.setCorePoolSize(wanted);
        threads.setMaximumPoolSize(wanted);
    }

    /**
     * Nothing new is begun; what is under way comes to its end, if it can, and does not keep the server from its own.
     */
    void close() {
        threads.shutdown();
    }
}
