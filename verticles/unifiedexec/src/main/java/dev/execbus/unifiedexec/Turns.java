package dev.execbus.unifiedexec;

import io.vertx.core.Future;
import java.util.function.Supplier;

/** One after the other, in the order they came. Confined to one context. */
final class Turns {
    private Future<?> last = Future.succeededFuture();
    private int taken;

    /** How many are at it or wait. */
    int taken() {
        return taken;
    }

    /** What it throws fails the future. */
    <T> Future<T> take(Supplier<Future<T>> action) {
        taken++;
        Future<T> mine = last.transform(before -> action.get()).onComplete(done -> taken--);
        last = mine;
        return mine;
    }
}
