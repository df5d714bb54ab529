package dev.execbus.processes;

import io.vertx.core.Future;

/** What the terminal of one process shows. Confined to the supervisor's context. */
interface Snapshots {
    Future<Snapshot> take();

    /** Nobody looks any more. */
    void end();
}
