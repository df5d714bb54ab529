package dev.execbus.server;

import io.vertx.core.Vertx;
import java.time.Duration;

/** Time, for the client's state machines. */
interface ClientTimers {
    /** Monotonic. */
    long nanoTime();

    /** Runs the task in the client's context; a pause of zero means soon, but not from within this call. */
    void after(Duration pause, Runnable task);

    /** To be called on the client's context. */
    static ClientTimers of(Vertx vertx) {
        return new ClientTimers() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void after(Duration pause, Runnable task) {
                if (pause.isZero()) {
                    vertx.runOnContext(ignored -> task.run());
                } else {
                    vertx.setTimer(pause.toMillis(), ignored -> task.run());
                }
            }
        };
    }
}
