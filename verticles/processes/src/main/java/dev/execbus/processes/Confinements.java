package dev.execbus.processes;

import dev.execbus.protocol.SandboxParams;
import dev.execbus.sandbox.Confinement;
import dev.execbus.sandbox.Sandbox;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the sandbox how to start, and gives back to it what wrapped processes used, once each. Any thread. */
final class Confinements {
    private static final Logger LOG = LoggerFactory.getLogger(Confinements.class);

    private final Sandbox sandbox;
    private final WorkerExecutor pool;
    private final Promise<Void> none = Promise.promise();
    private int inUse;
    private boolean closing;

    Confinements(Sandbox sandbox, WorkerExecutor pool) {
        this.sandbox = sandbox;
        this.pool = pool;
    }

    /** Blocks. What is wrapped has to be given back by {@link #ended}. */
    Confinement plan(SandboxParams policy, Sandbox.Command command) {
        Confinement plan = sandbox.process(policy, command);
        if (plan instanceof Confinement.Wrapped) {
            count(1);
        }
        return plan;
    }

    /** Once for each; completes when it is done, well or not. */
    Future<Void> ended(Confinement.Wrapped wrapped) {
        try {
            return pool.<Void>executeBlocking(
                            () -> {
                                sandbox.ended(wrapped);
                                return null;
                            },
                            false)
                    .otherwise(failure -> {
                        LOG.warn("mount points are left behind, cause={}", failure.toString());
                        return null;
                    })
                    .onComplete(done -> count(-1));
        } catch (RejectedExecutionException e) {
            // The worker has stopped; the sandbox removes the rest when it is closed.
            count(-1);
            return Future.succeededFuture();
        }
    }

    /** Completes when nothing is in use any more. */
    Future<Void> close() {
        synchronized (this) {
            closing = true;
        }
        count(0);
        return none.future();
    }

    private void count(int change) {
        boolean done;
        synchronized (this) {
            inUse += change;
            done = closing && inUse == 0;
        }
        if (done) {
            none.tryComplete();
        }
    }
}
