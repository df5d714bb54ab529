package dev.execbus.filesystem;

import dev.execbus.protocol.ExecbusException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Starts confined processes on one thread that lives as long as the Java machine: the kernel kills what bubblewrap has
 * started when the thread that started bubblewrap ends.
 */
final class CageStarter {
    private static final int LONGEST_QUEUE = 64;
    private static final BlockingQueue<Order> ORDERS = new ArrayBlockingQueue<>(LONGEST_QUEUE);

    static {
        Thread.ofPlatform().daemon().name("cage-starter").start(CageStarter::startForEver);
    }

    private record Order(ProcessBuilder builder, CompletableFuture<Process> process) {}

    private CageStarter() {}

    /** Waits until it is started. */
    static Process start(ProcessBuilder builder, Duration deadline) {
        Order order = new Order(builder, new CompletableFuture<>());
        if (!ORDERS.offer(order)) {
            throw ExecbusException.resourceExhausted(
                    "too many sandboxed file operations are being started, try again later");
        }
        try {
            return order.process().get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw ExecbusException.internal(Cage.FAILED + e.getCause().getMessage());
        } catch (TimeoutException e) {
            order.process().cancel(false);
            throw ExecbusException.internal(Cage.FAILED + "not started within " + deadline.toSeconds() + " seconds");
        } catch (InterruptedException e) {
            order.process().cancel(false);
            Thread.currentThread().interrupt();
            throw ExecbusException.internal("interrupted while starting a sandboxed file operation");
        }
    }

    private static void startForEver() {
        while (true) {
            try {
                start(ORDERS.take());
            } catch (InterruptedException e) {
                // Nobody may end this thread.
            }
        }
    }

    private static void start(Order order) {
        if (order.process().isDone()) {
            return;
        }
        try {
            Process process = order.builder().start();
            if (!order.process().complete(process)) {
                process.toHandle().destroyForcibly();
            }
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            order.process().completeExceptionally(e);
        }
    }
}
