package dev.execbus.bus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How long requests between rooms take, by the kind of the address: never by the node. For any thread. */
final class RoundTrips {
    private static final String[] ROOMS = {
        "attachments", "environment", "files", "gateway", "http", "processes", "sessions", "unifiedexec"
    };

    private record Trip(Timer time, Counter failures) {}

    private final Map<String, Trip> byRoom = new HashMap<>();

    RoundTrips(Meters meters) {
        for (String room : ROOMS) {
            byRoom.put(
                    room,
                    new Trip(
                            meters.timer(
                                    "execbus.bus.requests",
                                    "Requests to a room until their answer, by the room that is asked",
                                    "room",
                                    room),
                            meters.counter(
                                    "execbus.bus.failures",
                                    "Requests to a room that failed, or were not answered",
                                    "room",
                                    room)));
        }
    }

    <R> Future<R> time(String room, long beganNanos, Future<R> answer) {
        Trip trip = byRoom.get(room);
        return trip == null
                ? answer
                : answer.onComplete(done -> {
                    trip.time().record(System.nanoTime() - beganNanos, TimeUnit.NANOSECONDS);
                    if (done.failed()) {
                        trip.failures().increment();
                    }
                });
    }
}
