package dev.execbus.transport;

import dev.execbus.transport.Worker.Fate;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;

/** Those who did not get an answer from a worker and want to know what became of it. Confined to the gateway's context. */
final class Doubts {
    private record Doubt(Promise<Fate> promise, long deadlineNanos) {}

    private final ArrayDeque<Doubt> doubts = new ArrayDeque<>();

    Future<Fate> add(long deadlineNanos) {
        Promise<Fate> promise = Promise.promise();
        doubts.add(new Doubt(promise, deadlineNanos));
        return promise.future();
    }

    void settle(Fate fate) {
        while (!doubts.isEmpty()) {
            doubts.poll().promise().complete(fate);
        }
    }

    /** Nothing is known against the worker: what failed has failed for another reason. */
    void expire(long nowNanos) {
        while (!doubts.isEmpty() && nowNanos - doubts.peek().deadlineNanos() > 0) {
            doubts.poll().promise().complete(Fate.LIVE);
        }
    }
}
