package dev.execbus.transport;

import dev.execbus.bus.Beats.WorkerBeat;
import dev.execbus.bus.Bus;
import dev.execbus.bus.EnvironmentService.Describe;
import dev.execbus.bus.EnvironmentService.Described;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.SessionService;
import dev.execbus.protocol.EnvironmentMethods.EnvironmentInfo;
import io.vertx.core.Future;
import java.time.Duration;

/** A worker from its first beat until it is lost; one that comes back is another. Confined to the gateway's context. */
final class Worker {
    /** What the gateway knows of its life. */
    enum Fate {
        LIVE,
        /** Not heard any more, and it may be alive with all its sessions. */
        SILENT,
        DEAD
    }

    private final NodeName name;
    private final WorkerLoad load;
    private final WorkerServices services;
    private final SessionService sessions;
    private final Doubts doubts = new Doubts();
    private Future<EnvironmentInfo> info;
    private Fate fate = Fate.LIVE;
    private long heardNanos;

    Worker(Bus bus, WorkerBeat first, long nowNanos) {
        this.heardNanos = nowNanos;
        this.name = first.name();
        this.load = new WorkerLoad(first);
        this.services = WorkerServices.of(bus, name);
        this.sessions = SessionService.on(bus, name);
    }

    NodeName name() {
        return name;
    }

    /** How long it was quiet before this beat. */
    Duration heardAfter(long nowNanos) {
        Duration quiet = Duration.ofNanos(nowNanos - heardNanos);
        heardNanos = nowNanos;
        return quiet;
    }

    WorkerLoad load() {
        return load;
    }

    WorkerServices services() {
        return services;
    }

    SessionService sessions() {
        return sessions;
    }

    Fate fate() {
        return fate;
    }

    Doubts doubts() {
        return doubts;
    }

    void ended(Fate as) {
        fate = as;
        doubts.settle(as);
    }

    /** What its machine is like. It is asked until it has answered once. */
    Future<EnvironmentInfo> info() {
        if (info == null || info.failed()) {
            info = services.environment().describe(new Describe()).map(Described::info);
        }
        return info;
    }
}
