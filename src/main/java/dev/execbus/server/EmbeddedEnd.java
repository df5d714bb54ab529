package dev.execbus.server;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Ends what is embedded once: when it is asked to, or with the JVM, which no process outlives then. */
final class EmbeddedEnd implements Supplier<Future<Void>> {
    private final Supplier<Future<Void>> end;
    private final Thread hook = Thread.ofPlatform().name("execbus-end").unstarted(this::withTheMachine);
    private Future<Void> ended;

    EmbeddedEnd(Supplier<Future<Void>> end) {
        this.end = end;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public Future<Void> get() {
        Future<Void> mine = once();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook is about to run; it waits for the same.
        }
        return mine;
    }

    private synchronized Future<Void> once() {
        if (ended == null) {
            ended = end.get();
        }
        return ended;
    }

    private void withTheMachine() {
        try {
            once().toCompletionStage().toCompletableFuture().get(ServerLife.STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The JVM ends anyway, and its log may be gone already.
        }
    }
}
