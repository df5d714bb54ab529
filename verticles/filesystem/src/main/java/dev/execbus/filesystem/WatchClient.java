package dev.execbus.filesystem;

import dev.execbus.bus.FileEvent;
import io.vertx.core.Future;

/** The connection that watches. Called on the verticle's context. */
@FunctionalInterface
interface WatchClient {
    /** Completes when the next notification may follow; fails when the client is gone. */
    Future<?> tell(FileEvent event);
}
