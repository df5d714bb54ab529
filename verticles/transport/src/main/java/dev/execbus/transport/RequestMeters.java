package dev.execbus.transport;

import dev.execbus.bus.Meters;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** How long clients wait for their answers, by method, and which errors they get. */
final class RequestMeters {
    private final Map<String, Timer> times = new HashMap<>();
    private final Map<ErrorCode, Counter> failures = new EnumMap<>(ErrorCode.class);

    /** @param methods all there are */
    RequestMeters(Meters meters, Set<String> methods) {
        for (String method : methods) {
            times.put(
                    method,
                    meters.timer(
                            "execbus.gateway.requests",
                            "Requests of clients until their answer, waits of reads, writes and http included",
                            "method",
                            method));
        }
        for (ErrorCode code : ErrorCode.values()) {
            failures.put(
                    code,
                    meters.counter(
                            "execbus.gateway.failures",
                            "Requests of clients that a worker answered with an error, or did not answer",
                            "error",
                            code.name().toLowerCase(Locale.ROOT)));
        }
    }

    Future<?> timed(String method, Supplier<Future<?>> request) {
        Timer time = times.get(method);
        long began = System.nanoTime();
        return request.get().onComplete(done -> {
            time.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            if (done.failed()) {
                failures.get(done.cause() instanceof ExecbusException known ? known.code() : ErrorCode.INTERNAL)
                        .increment();
            }
        });
    }
}
