package dev.execbus.sessions;

import dev.execbus.bus.AttachmentListener;
import dev.execbus.bus.AttachmentListener.Changed;
import io.vertx.core.Future;
import java.util.List;

/** The other rooms of the worker, which are told of every change in the order of the changes. */
record Rooms(List<AttachmentListener> listeners) {
    Rooms {
        listeners = List.copyOf(listeners);
    }

    /** Completes when all have acknowledged it; fails when one has not, once all have answered. */
    Future<Void> tell(Changed changed) {
        List<Future<?>> told = listeners.stream()
                .<Future<?>>map(listener -> listener.changed(changed))
                .toList();
        return Future.join(told).mapEmpty();
    }
}
