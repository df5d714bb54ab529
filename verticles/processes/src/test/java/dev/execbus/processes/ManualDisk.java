package dev.execbus.processes;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.concurrent.Callable;

/** Runs what was asked of the disk when the test says so, on the test's thread. */
final class ManualDisk implements OutputLog.Disk {
    private final ArrayDeque<Runnable> work = new ArrayDeque<>();

    @Override
    public <T> Future<T> run(Callable<T> task) {
        Promise<T> promise = Promise.promise();
        work.add(() -> {
            try {
                promise.complete(task.call());
            } catch (Exception e) {
                promise.fail(e);
            }
        });
        return promise.future();
    }

    void runAll() {
        while (!work.isEmpty()) {
            work.poll().run();
        }
    }

    /** What a future has become once nothing is left to do. */
    <T> T result(Future<T> future) {
        runAll();
        if (future.failed()) {
            throw new AssertionError(future.cause());
        }
        return future.result();
    }
}
