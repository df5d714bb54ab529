package dev.execbus.transport;

import dev.execbus.bus.Level;
import dev.execbus.bus.Meters;
import dev.execbus.bus.Views;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What a gateway counts of its clients and workers; the gateways of a node share their meters. */
final class GatewayMeters implements AutoCloseable {
    private static final String RESUMES = "execbus.gateway.resumes";
    private static final String RESUMES_TEXT = "Attempts to resume a session, and how long they took";
    private static final String PLACEMENTS = "execbus.gateway.placements";
    private static final String PLACEMENTS_TEXT = "New sessions, and how long their clients waited for a worker";
    private static final String WORKERS = "execbus.gateway.workers";
    private static final String WORKERS_TEXT = "Workers that are heard, and those that are not and may be alive";

    private final Level connections;
    private final Level attachments;
    private final Map<CloseReason, Counter> closed = new EnumMap<>(CloseReason.class);
    private final Counter closedByClients;
    private final Timer resumed;
    private final Timer alreadyAttached;
    private final Timer unknown;
    private final Timer resumeFailed;
    private final Timer placed;
    private final Timer refused;
    private final Level.Part queue;
    private final Views.View live;
    private final Views.View silent;

    GatewayMeters(Meters meters) {
        connections = meters.level("execbus.gateway.connections", "Clients that are connected");
        attachments = meters.level("execbus.gateway.attachments", "Clients that are connected and have a session");
        for (CloseReason reason : CloseReason.values()) {
            closed.put(reason, closed(meters, reason.name().toLowerCase(Locale.ROOT)));
        }
        closedByClients = closed(meters, "client");
        resumed = meters.timer(RESUMES, RESUMES_TEXT, "outcome", "resumed");
        alreadyAttached = meters.timer(RESUMES, RESUMES_TEXT, "outcome", "attached");
        unknown = meters.timer(RESUMES, RESUMES_TEXT, "outcome", "unknown");
        resumeFailed = meters.timer(RESUMES, RESUMES_TEXT, "outcome", "failed");
        placed = meters.timer(PLACEMENTS, PLACEMENTS_TEXT, "outcome", "placed");
        refused = meters.timer(PLACEMENTS, PLACEMENTS_TEXT, "outcome", "refused");
        queue = meters.level("execbus.gateway.waiting", "Clients that wait for a worker to be free")
                .part();
        live = meters.view(WORKERS, WORKERS_TEXT, "state", "live");
        silent = meters.view(WORKERS, WORKERS_TEXT, "state", "silent");
    }

    private static Counter closed(Meters meters, String reason) {
        return meters.counter(
                "execbus.gateway.closed",
                "Connections that ended, by the reason we gave or else by client",
                "reason",
                reason);
    }

    Level connections() {
        return connections;
    }

    Level attachments() {
        return attachments;
    }

    /** @param ours null when the client went by itself */
    void closed(CloseReason ours) {
        (ours == null ? closedByClients : closed.get(ours)).increment();
    }

    void sees(int liveWorkers, int silentWorkers, int waiting) {
        live.sees(liveWorkers);
        silent.sees(silentWorkers);
        queue.is(waiting);
    }

    <R> Future<R> resumed(Supplier<Future<R>> resuming) {
        long began = System.nanoTime();
        return resuming.get()
                .onComplete(done -> outcome(done.cause()).record(System.nanoTime() - began, TimeUnit.NANOSECONDS));
    }

    private Timer outcome(Throwable cause) {
        if (cause == null) {
            return resumed;
        }
        ErrorCode code = cause instanceof ExecbusException known ? known.code() : ErrorCode.INTERNAL;
        if (code == ErrorCode.SESSION_ALREADY_ATTACHED) {
            return alreadyAttached;
        }
        return code == ErrorCode.INVALID_REQUEST ? unknown : resumeFailed;
    }

    <R> Future<R> placed(Supplier<Future<R>> placing) {
        long began = System.nanoTime();
        return placing.get()
                .onComplete(done ->
                        (done.succeeded() ? placed : refused).record(System.nanoTime() - began, TimeUnit.NANOSECONDS));
    }

    /** This gateway sees nothing any more. */
    @Override
    public void close() {
        queue.is(0);
        live.close();
        silent.close();
    }
}
