package dev.execbus.client;

import dev.execbus.bus.Timers;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;

/** An event loop of Vert.x, whatever the context of whoever makes this. */
final class VertxLoop implements Loop {
    private final Context context;
    private final Timers timers;

    VertxLoop(Vertx vertx) {
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.timers = Timers.of(vertx);
    }

    @Override
    public void run(Runnable work) {
        context.runOnContext(ignored -> work.run());
    }

    @Override
    public Timers timers() {
        return timers;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }
}
