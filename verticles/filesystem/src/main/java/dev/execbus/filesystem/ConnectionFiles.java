package dev.execbus.filesystem;

import io.vertx.core.Future;
import java.util.List;

/** What one connection has open and watches; all of it goes with the connection. */
record ConnectionFiles(Handles handles, Watches watches, MissingWatches missing) {
    Future<?> close() {
        return Future.join(List.of(handles.closeAll(), watches.closeAll(), missing.close()));
    }
}
