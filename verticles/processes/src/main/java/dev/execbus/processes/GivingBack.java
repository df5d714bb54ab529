package dev.execbus.processes;

import io.vertx.core.Future;
import java.util.function.Supplier;

/** What a wrapped process leaves behind is given back once, whoever asks first. Any thread. */
final class GivingBack {
    private final Supplier<Future<Void>> action;
    private Future<Void> begun;

    GivingBack(Supplier<Future<Void>> action) {
        this.action = action;
    }

    /** Completes when it is done. */
    synchronized Future<Void> done() {
        if (begun == null) {
            begun = action.get();
        }
        return begun;
    }
}
