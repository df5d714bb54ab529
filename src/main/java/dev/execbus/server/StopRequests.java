package dev.execbus.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What asks the server to stop: signals, the end of its only client, the end of the virtual machine. For any thread.
 * The first request lets it drain, the second one stops at once what can be stopped in order, the third one waits for
 * nothing.
 */
final class StopRequests implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StopRequests.class);
    private static final List<String> SIGNALS = List.of("TERM", "INT", "HUP");

    private final CompletableFuture<Void> asked = new CompletableFuture<>();
    private final CompletableFuture<Void> hurried = new CompletableFuture<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<OsSignal> handled = new ArrayList<>();

    /** From now on signals are heard, each of them; the virtual machine by itself hears only the first. */
    void listen(long patienceSeconds) {
        for (String name : SIGNALS) {
            handled.add(OsSignal.handle(name, () -> signalled(name)));
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> virtualMachineEnds(patienceSeconds), "shutdown"));
    }

    private void signalled(String name) {
        if (asked.isDone() && hurried.isDone()) {
            LOG.warn("stopping without an order signal={}", name);
            Runtime.getRuntime().halt(StartupException.FAILED);
        }
        LOG.info("asked to stop signal={} atOnce={}", name, asked.isDone());
        ask();
    }

    /** Repeated it hurries. */
    void ask() {
        if (!asked.complete(null)) {
            hurried.complete(null);
        }
    }

    CompletableFuture<Void> asked() {
        return asked;
    }

    boolean isAskedWithin(Duration time) throws InterruptedException {
        try {
            asked.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody fails a request", e);
        }
    }

    CompletableFuture<Void> hurried() {
        return hurried;
    }

    /**
     * Where a signal ends the virtual machine, the main thread takes everything down while this one keeps it. An
     * orderly stop is a success, which the virtual machine by itself would report as death by a signal.
     */
    private void virtualMachineEnds(long patienceSeconds) {
        boolean signalled = asked.complete(null);
        try {
            if (!stopped.await(patienceSeconds, TimeUnit.SECONDS)) {
                LOG.warn("the server did not stop in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (signalled) {
            Runtime.getRuntime().halt(0);
        }
    }

    /** Everything is down. */
    @Override
    public void close() {
        stopped.countDown();
        handled.forEach(OsSignal::close);
    }
}
