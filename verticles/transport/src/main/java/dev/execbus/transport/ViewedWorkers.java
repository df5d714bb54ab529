package dev.execbus.transport;

import dev.execbus.bus.ViewService.Find;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Collection;
import java.util.Optional;

/** Finds the worker of a session by its public name, or that of a share: all are asked at once. Confined to the gateway's context. */
final class ViewedWorkers {
    private final Workers workers;

    ViewedWorkers(Workers workers) {
        this.workers = workers;
    }

    Collection<Worker> live() {
        return workers.live();
    }

    /** Empty when none has it; fails when one that may have it did not say. */
    Future<Optional<Worker>> find(Find find) {
        Collection<Worker> asked = workers.live();
        Round round = new Round(asked.size());
        asked.forEach(worker -> worker.services().views().find(find).onComplete(done -> {
            if (done.failed()) {
                round.silent = true;
                round.answered(null);
            } else {
                round.answered(done.result().here() ? worker : null);
            }
        }));
        round.conclude();
        return round.promise.future();
    }

    private static final class Round {
        private final Promise<Optional<Worker>> promise = Promise.promise();
        private int open;
        private boolean silent;

        Round(int asked) {
            open = asked;
        }

        void answered(Worker found) {
            open--;
            if (found != null) {
                promise.tryComplete(Optional.of(found));
            }
            conclude();
        }

        void conclude() {
            if (open > 0) {
                return;
            }
            if (silent) {
                promise.tryFail(new ExecbusException(
                        ErrorCode.WORKER_UNAVAILABLE, "a worker that may have it does not answer: try again"));
            } else {
                promise.tryComplete(Optional.empty());
            }
        }
    }
}
