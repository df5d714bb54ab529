package dev.execbus.transport;

import dev.execbus.bus.Beats;
import dev.execbus.bus.Bus;
import dev.execbus.bus.EnvironmentService.Describe;
import dev.execbus.bus.EnvironmentService.Described;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.Peers;
import dev.execbus.bus.Timers;
import dev.execbus.protocol.EnvironmentMethods.EnvironmentInfo;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One transport instance: its clients, and the workers it knows. Confined to its context. */
final class Gateway implements GatewayService {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private static final Duration TICK = Duration.ofMillis(200);

    /** The first worker is waited for so long before clients may come. */
    private static final Duration FIRST_WORKER = Duration.ofSeconds(1);

    private final Bus bus;
    private final NodeName name;
    private final Peers peers;
    private final TransportSettings settings;
    private final Surroundings around;
    private final GatewayMeters meters;
    private final Workers workers;
    private final Attachments attachments;
    private final Connections connections;
    private final Beacon beacon;
    private final ViewFeeds feeds;
    private final NodeOverview nodes;
    private final Freeze freeze;
    private final long startedNanos;
    private final Promise<Void> ready = Promise.promise();
    private boolean leaving;

    Gateway(Bus bus, NodeName name, Peers peers, TransportSettings settings, Surroundings around) {
        this.bus = bus;
        this.name = name;
        this.peers = peers;
        this.settings = settings;
        this.around = around;
        this.meters = new GatewayMeters(bus.meters());
        this.workers = new Workers(bus, peers, around, settings.silentWorker(), new Workers.Listener() {
            @Override
            public void heard() {
                ready.tryComplete();
                attachments.look();
            }

            @Override
            public void doubtful(Worker worker) {
                connections.doubt(worker);
            }

            @Override
            public void gone(Worker worker) {
                lost(worker);
            }
        });
        this.attachments = new Attachments(
                workers,
                new Placement<>(
                        workers::loads,
                        !around.clustered(),
                        settings.placementQueue(),
                        settings.placementWait(),
                        around.nanoTime()),
                name,
                around,
                meters);
        this.feeds = new ViewFeeds(name, around);
        this.nodes = new NodeOverview(workers, around);
        this.connections = new Connections(
                new RpcCalls(workers, feeds, nodes, settings.console(), bus.meters(), bus.tracing()),
                attachments,
                meters,
                settings,
                around.nanoTime());
        this.beacon = new Beacon(bus, name, connections::size);
        this.freeze = new Freeze(around.now(), around.wallMillis().getAsLong());
        this.startedNanos = around.now();
    }

    /** Completes when a worker is known, or is not waited for any longer. */
    Future<Void> start(Timers timers) {
        timers.every(TICK, this::tick);
        timers.every(Beats.INTERVAL, beacon::beat);
        return listen().compose(listening -> ready.future());
    }

    /** Hears its workers, and is heard by them. */
    Future<Void> listen() {
        peers.whenMissed(node -> around.onContext().execute(() -> workers.missed(node)));
        return GatewayService.serve(bus, name, this)
                .compose(served -> Beats.hear(bus, this::heard))
                .onSuccess(hearing -> {
                    beacon.beat();
                    beacon.callRoll();
                });
    }

    RpcConnection connect(Door door, String environment, Runnable gone) {
        return connections.connect(door, environment, gone);
    }

    /** Whether new clients should come. */
    boolean ready() {
        return !leaving && !workers.live().isEmpty();
    }

    /** Why another client is not taken; null when it is. */
    String refusal() {
        if (leaving) {
            return "the gateway is leaving: connect to another one";
        }
        return connections.size() >= settings.connections()
                ? "the gateway has " + settings.connections() + " connections, which is its limit"
                : null;
    }

    int workerCount() {
        return workers.live().size();
    }

    List<NodeName> liveWorkers() {
        return workers.live().stream().map(Worker::name).toList();
    }

    /** Some worker's machine, rather our own. */
    Future<EnvironmentInfo> anyWorker() {
        return workers.live().stream()
                .min((one, other) -> Boolean.compare(isNeighbour(other), isNeighbour(one)))
                .map(worker ->
                        worker.services().environment().describe(new Describe()).map(Described::info))
                .orElseGet(() ->
                        Future.failedFuture(new ExecbusException(ErrorCode.WORKER_UNAVAILABLE, "no worker is known")));
    }

    /** A gateway's name begins with that of its node. */
    private boolean isNeighbour(Worker worker) {
        return name.value().startsWith(worker.name().value() + "-");
    }

    private void heard(Beats.Message message) {
        switch (message) {
            case Beats.WorkerBeat beat -> workers.heard(beat);
            case Beats.GatewayBeat beat -> nodes.heard(beat);
            case Beats.RollCall call -> beacon.beat();
        }
    }

    @Override
    public Future<Delivered> deliver(Deliver deliver) {
        return connections.deliver(deliver);
    }

    @Override
    public Future<Audited> audit(Audit audit) {
        // After a freeze nothing is ours any more.
        noticeFreeze();
        return Future.succeededFuture(connections.audit(audit));
    }

    @Override
    public Future<Approved> approve(Approve approve) {
        return connections.approve(approve);
    }

    void tick() {
        noticeFreeze();
        workers.tick();
        attachments.expire();
        connections.expire();
        nodes.expire();
        feeds.tick();
        meters.sees(workers.live().size(), workers.silentCount(), attachments.waiting());
        if (around.clustered()) {
            connections.verify();
        }
        if (around.now() - startedNanos > FIRST_WORKER.toNanos()) {
            ready.tryComplete();
        }
    }

    private void noticeFreeze() {
        Duration passed = freeze.passed(around.now(), around.wallMillis().getAsLong());
        if (passed.compareTo(Beats.INTERVAL) < 0) {
            return;
        }
        LOG.warn("the gateway did not run for ms={} gateway={}", passed.toMillis(), name);
        workers.renew();
        nodes.renew();
        workers.live().forEach(connections::doubt);
        beacon.beat();
        beacon.callRoll();
        if (around.clustered() && passed.compareTo(Beats.LEASE) > 0) {
            // Workers have given our clients up; a client that only listens would never notice.
            connections.closeAll(CloseReason.RECONNECT);
        }
    }

    /** Clients of a dead worker get their answers before they are let go; those of a silent one will ask again. */
    private void lost(Worker worker) {
        switch (worker.fate()) {
            case LIVE -> throw new IllegalStateException("worker " + worker.name() + " lives");
            case DEAD -> {
                feeds.lost(worker);
                bus.lost(worker.name());
                around.onContext().execute(() -> connections.closeOf(worker, CloseReason.WORKER_LOST));
            }
            case SILENT -> {
                feeds.lost(worker);
                connections.closeOf(worker, CloseReason.WORKER_LOST);
                bus.lost(worker.name());
            }
        }
    }

    /** Completes when the clients are gone and their sessions free. */
    Future<Void> drain(Timers timers) {
        leaving = true;
        LOG.info("draining gateway={} connections={}", name, connections.size());
        beacon.drain();
        return new Draining(connections, attachments, timers).begin();
    }

    void stop() {
        leaving = true;
        connections.closeAll(CloseReason.SHUTDOWN);
        beacon.leave();
        meters.close();
    }
}
