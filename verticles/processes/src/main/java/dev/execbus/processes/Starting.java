package dev.execbus.processes;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/** A process between the request and the operating system's answer. Confined to the supervisor's context. */
final class Starting {
    private final Promise<ManagedProcess> promise = Promise.promise();
    private boolean cancelled;

    /** The process, or why there is none. */
    Future<ManagedProcess> process() {
        return promise.future();
    }

    Promise<ManagedProcess> promise() {
        return promise;
    }

    void cancel() {
        cancelled = true;
    }

    boolean cancelled() {
        return cancelled;
    }
}
