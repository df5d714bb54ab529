package dev.execbus.bus;

import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How requests are measured and traced, on both sides.
 *
 * @param trips null when nobody measures
 */
record Observation(Meters meters, Tracing tracing, RoundTrips trips) {
    static final Observation NONE = new Observation(Meters.none(), Tracing.off(), null);

    private static final String PREFIX = "execbus.";

    static Observation of(Meters meters, Tracing tracing) {
        return new Observation(meters, tracing, meters == Meters.none() ? null : new RoundTrips(meters));
    }

    <R> Future<R> timed(String address, Supplier<Future<R>> request) {
        if (trips == null) {
            return request.get();
        }
        long began = System.nanoTime();
        return trips.time(roomOf(address), began, request.get());
    }

    /** For one address that is served. */
    Room room(String address, Class<?> type) {
        return new Room(roomOf(address), trips == null ? null : new RoomCalls(meters, roomOf(address), type));
    }

    final class Room {
        private final String name;
        private final RoomCalls calls;

        private Room(String name, RoomCalls calls) {
            this.name = name;
            this.calls = calls;
        }

        /** What the handler throws is its answer too. */
        <C extends BusMessage> Future<? extends BusMessage> answer(
                Message<?> message, Class<C> type, Function<C, Future<? extends BusMessage>> handler) {
            long began = calls == null ? 0 : System.nanoTime();
            Object command = message.body();
            String parent = message.headers().get(Trace.PARENT);
            Future<? extends BusMessage> answer;
            if (parent == null) {
                answer = run(command, type, handler);
            } else {
                Trace from = new Trace(parent, message.headers().get(Trace.STATE));
                Step step = tracing.served(name + " " + command.getClass().getSimpleName(), from);
                answer = step.until(step.within(() -> run(command, type, handler)));
            }
            if (calls != null) {
                calls.time(command, began, answer);
            }
            return answer;
        }
    }

    private static <C extends BusMessage> Future<? extends BusMessage> run(
            Object command, Class<C> type, Function<C, Future<? extends BusMessage>> handler) {
        try {
            return handler.apply(type.cast(command));
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    static String name(String address, BusMessage command) {
        return roomOf(address) + " " + command.getClass().getSimpleName();
    }

    /** Without the node: {@code processes} of {@code execbus.processes.w1}. */
    private static String roomOf(String address) {
        int end = address.indexOf('.', PREFIX.length());
        return address.startsWith(PREFIX) && end > 0 ? address.substring(PREFIX.length(), end) : address;
    }
}
