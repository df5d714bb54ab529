package dev.execbus.transport;

import dev.execbus.protocol.HandleMethods;
import io.vertx.core.Future;
import java.util.Set;
import java.util.function.LongSupplier;

/** Notifications of processes with handles, on their way to the client. Confined to the gateway's context. */
final class HandleNotices {
    private final Door door;
    private final LongSupplier wallMillis;
    private Set<String> unwanted = Set.of();

    HandleNotices(Door door, LongSupplier wallMillis) {
        this.door = door;
        this.wallMillis = wallMillis;
    }

    /** The client has said that it does not want these. */
    void leaveOut(Set<String> methods) {
        unwanted = methods;
    }

    /** Completes when it and what came before is written. */
    Future<Void> send(String method, Record params, Future<Void> before) {
        if (unwanted.contains(method)) {
            return before;
        }
        byte[] frame = HandleMethods.notification(method, params, wallMillis.getAsLong());
        return door.send(door.buffer(frame.length).writeBytes(frame));
    }
}
