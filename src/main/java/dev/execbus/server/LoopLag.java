package dev.execbus.server;

import dev.execbus.bus.Meters;
import io.micrometer.core.instrument.Timer;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.TimeUnit;

/** How late an event loop is for what should happen now: it is asked twice a second, until it ends. */
final class LoopLag implements Runnable {
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final EventExecutor loop;
    private final Timer lag;
    private long dueNanos;

    private LoopLag(EventExecutor loop, Timer lag) {
        this.loop = loop;
        this.lag = lag;
    }

    static void measure(Vertx vertx, Meters meters) {
        Timer lag = meters.timer("execbus.loop.lag", "How late event loops are for what is due");
        for (EventExecutor loop : ((VertxInternal) vertx).nettyEventLoopGroup()) {
            new LoopLag(loop, lag).askLater();
        }
    }

    private void askLater() {
        dueNanos = System.nanoTime() + INTERVAL_NANOS;
        if (!loop.isShuttingDown()) {
            loop.schedule(this, INTERVAL_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void run() {
        lag.record(Math.max(0, System.nanoTime() - dueNanos), TimeUnit.NANOSECONDS);
        askLater();
    }
}
