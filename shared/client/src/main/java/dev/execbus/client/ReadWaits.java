package dev.execbus.client;

import dev.execbus.bus.Timers;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * Reads of one process that wait for something to read. They wait here, since a server may do one request after the other.
 * Confined to the backend's loop.
 */
final class ReadWaits {
    private static final int MOST = 256;

    private record Wait(long afterSeq, Promise<Void> something) {}

    private final Timers timers;
    private final Set<Wait> waiting = new LinkedHashSet<>();

    ReadWaits(Timers timers) {
        this.timers = timers;
    }

    /** Completes when there is something after this number, at the latest after this time. */
    Future<Void> await(long afterSeq, Duration atMost) {
        if (waiting.size() >= MOST) {
            return Future.failedFuture(ExecbusException.resourceExhausted(
                    MOST + " reads of the process wait already, which is the limit"));
        }
        Wait wait = new Wait(afterSeq, Promise.promise());
        waiting.add(wait);
        Timers.Timer timer = timers.after(atMost, () -> {
            waiting.remove(wait);
            wait.something().tryComplete();
        });
        return wait.something().future().onComplete(done -> timer.cancel());
    }

    /** @param isThere whether there is something after a number */
    void wake(LongPredicate isThere) {
        List<Wait> woken =
                waiting.stream().filter(wait -> isThere.test(wait.afterSeq())).toList();
        woken.forEach(waiting::remove);
        woken.forEach(wait -> wait.something().tryComplete());
    }
}
