package dev.execbus.server;

import dev.execbus.bus.Beats.Beat;
import dev.execbus.bus.Beats.GatewayBeat;
import dev.execbus.bus.Beats.WorkerBeat;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;

/**
 * What is known of a node by its last beat.
 *
 * @param lost it was not heard for longer than a lease; it may be dead, frozen or cut off
 */
record NodeState(Beat beat, long heardAtNanos, boolean lost) {
    boolean isLivingWorker() {
        return !lost && beat instanceof WorkerBeat;
    }

    String word() {
        return lost ? "lost" : beat.draining() ? "draining" : "serving";
    }

    /** Of the kind of node: its role on the bus. */
    String role() {
        return switch (beat) {
            case WorkerBeat worker -> "worker";
            case GatewayBeat gateway -> "gateway";
        };
    }

    /** Members that only one of the roles has are null for the other. */
    JsonObject toJson(long nowNanos) {
        JsonObject json = new JsonObject()
                .put("role", role())
                .put("name", beat.name().value())
                .put("state", word());
        switch (beat) {
            case WorkerBeat worker ->
                json.put("sessions", worker.sessions())
                        .put("capacity", worker.capacity())
                        .put("loadPercent", worker.loadPercent())
                        .put("labels", new JsonArray(worker.labels()))
                        .putNull("connections");
            case GatewayBeat gateway ->
                json.putNull("sessions")
                        .putNull("capacity")
                        .putNull("loadPercent")
                        .put("labels", new JsonArray())
                        .put("connections", gateway.connections());
        }
        return json.put("lastBeatMs", TimeUnit.NANOSECONDS.toMillis(nowNanos - heardAtNanos))
                .put("version", beat.version());
    }
}
