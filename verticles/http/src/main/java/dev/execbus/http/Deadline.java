package dev.execbus.http;

import io.vertx.core.Context;

/** A timer that goes off once, unless it is cancelled. Confined to its context. */
final class Deadline {
    private final Context context;
    private final long timer;

    Deadline(Context context, long millis, Runnable onTime) {
        this.context = context;
        this.timer = context.owner().setTimer(millis, ignored -> onTime.run());
    }

    void cancel() {
        context.owner().cancelTimer(timer);
    }
}
