package dev.execbus.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits of tests whose subject is time; each has a deadline. */
final class Waiting {
    private static final long STEP_NANOS = 5_000_000;

    private Waiting() {}

    /** Whether it came to hold; nobody minds if not. */
    static boolean atMost(Duration time, BooleanSupplier condition) {
        long end = System.nanoTime() + time.toNanos();
        boolean holds = condition.getAsBoolean();
        while (!holds && System.nanoTime() < end) {
            LockSupport.parkNanos(STEP_NANOS);
            holds = condition.getAsBoolean();
        }
        return holds;
    }

    /** @param sentence made when it does not come to hold, so that it tells of the end */
    static void until(Supplier<String> sentence, Duration within, BooleanSupplier condition) {
        if (!atMost(within, condition)) {
            throw new AssertionError("not within " + within.toMillis() + " ms: " + sentence.get());
        }
    }

    /** Time that has to pass because it is the matter of the test. */
    static void pass(Duration time) {
        atMost(time, () -> false);
    }

    /** A future's result. */
    static <T> T on(String what, CompletableFuture<T> future, Duration deadline) {
        try {
            return future.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(what, e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("not within " + deadline.toMillis() + " ms: " + what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
