package dev.execbus.bus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How long one room takes to answer, by the kind of command. Immutable. */
final class RoomCalls {
    private record Call(Timer time, Counter failures) {}

    private final Map<Class<?>, Call> byCommand = new HashMap<>();

    /** @param type what the room can be asked: all below it that are no interfaces */
    RoomCalls(Meters meters, String room, Class<?> type) {
        add(meters, room, type);
    }

    private void add(Meters meters, String room, Class<?> type) {
        if (type.isSealed()) {
            for (Class<?> below : type.getPermittedSubclasses()) {
                add(meters, room, below);
            }
        } else {
            String name = type.getSimpleName();
            byCommand.put(
                    type,
                    new Call(
                            meters.timer(
                                    "execbus.room.calls",
                                    "Commands a room has answered, and how long it took",
                                    "room",
                                    room,
                                    "call",
                                    name),
                            meters.counter(
                                    "execbus.room.failures",
                                    "Commands a room has answered with an error, whoever's fault it was",
                                    "room",
                                    room,
                                    "call",
                                    name)));
        }
    }

    void time(Object command, long beganNanos, Future<?> answer) {
        Call call = byCommand.get(command.getClass());
        if (call != null) {
            answer.onComplete(done -> {
                call.time().record(System.nanoTime() - beganNanos, TimeUnit.NANOSECONDS);
                if (done.failed()) {
                    call.failures().increment();
                }
            });
        }
    }
}
