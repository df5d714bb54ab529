package dev.execbus.sessions;

import dev.execbus.bus.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;

/** A worker takes no new sessions and waits for those it has, but not for ever. Confined to the verticle's context. */
final class Drain {
    private final Duration patience;
    private final Timers timers;
    private Promise<Void> over;

    Drain(Duration patience, Timers timers) {
        this.patience = patience;
        this.timers = timers;
    }

    boolean begun() {
        return over != null;
    }

    /** Completes when no session is left, or when its patience is over. Repeatable. */
    Future<Void> begin(int sessions) {
        if (over == null) {
            over = Promise.promise();
            Timers.Timer deadline = timers.after(patience, over::tryComplete);
            over.future().onComplete(done -> deadline.cancel());
            left(sessions);
        }
        return over.future();
    }

    /** So many sessions are left. */
    void left(int sessions) {
        if (begun() && sessions == 0) {
            over.tryComplete();
        }
    }
}
