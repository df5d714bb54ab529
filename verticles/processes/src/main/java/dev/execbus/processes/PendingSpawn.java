package dev.execbus.processes;

import dev.execbus.protocol.ErrorCode;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A spawn on another thread, waited for with a deadline. What comes after the deadline goes to somebody else. */
final class PendingSpawn {
    private final Callable<SpawnedProcess> spawn;
    private final Consumer<SpawnedProcess> late;
    private final Runnable failed;
    private final CompletableFuture<SpawnedProcess> result = new CompletableFuture<>();

    /**
     * @param late takes a process for which nobody waits any more
     * @param failed called once when it is certain that there will be no process
     */
    PendingSpawn(Callable<SpawnedProcess> spawn, Consumer<SpawnedProcess> late, Runnable failed) {
        this.spawn = spawn;
        this.late = late;
        this.failed = failed;
    }

    /** Once. */
    SpawnedProcess on(Executor thread, Duration deadline) throws SpawnException {
        try {
            thread.execute(this::run);
        } catch (RejectedExecutionException e) {
            failed.run();
            throw new SpawnException(ErrorCode.RESOURCE_EXHAUSTED, e.getMessage());
        }
        try {
            return result.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return giveUp("the process could not be started within " + deadline.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return giveUp("the server stops");
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private void run() {
        if (result.isDone()) {
            failed.run();
            return;
        }
        try {
            SpawnedProcess process = spawn.call();
            if (!result.complete(process)) {
                late.accept(process);
            }
        } catch (Throwable e) {
            failed.run();
            result.completeExceptionally(e);
        }
    }

    /** Unless it came after all, at the last moment. */
    private SpawnedProcess giveUp(String reason) throws SpawnException {
        SpawnException failure = SpawnFailures.internal(reason);
        if (result.completeExceptionally(failure)) {
            throw failure;
        }
        if (result.isCompletedExceptionally()) {
            throw failure(result.exceptionNow());
        }
        return result.resultNow();
    }

    private static SpawnException failure(Throwable cause) {
        return switch (cause) {
            case SpawnException expected -> expected;
            case RuntimeException unexpected -> throw unexpected;
            default -> throw new IllegalStateException(cause);
        };
    }
}
