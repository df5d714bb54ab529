package dev.execbus.transport;

import dev.execbus.bus.Beats;
import dev.execbus.bus.Beats.WorkerBeat;
import dev.execbus.bus.Bus;
import dev.execbus.bus.Leases;
import dev.execbus.bus.Leases.Change;
import dev.execbus.bus.Leases.Change.Came;
import dev.execbus.bus.Leases.Change.Left;
import dev.execbus.bus.Leases.Change.Lost;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.Peers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workers a gateway knows, by their beats. Confined to the gateway's context; time comes from outside. */
final class Workers {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    /** How long it may take to find out whether a worker is dead. */
    private static final long INQUIRY_NANOS = Duration.ofMillis(1_500).toNanos();

    /** A beat more than one late. */
    private static final Duration DOUBTFUL = Beats.INTERVAL.plus(Beats.INTERVAL.dividedBy(2));

    interface Listener {
        /** There is something new to know of a worker. */
        void heard();

        /** A worker was not heard for so long that it may not have heard us either. */
        void doubtful(Worker worker);

        /** Nothing more goes to this worker; its fate is known. */
        void gone(Worker worker);
    }

    private record Inquiry(Worker worker, long deadlineNanos) {}

    private final Bus bus;
    private final Peers peers;
    private final Surroundings around;
    private final Listener listener;
    private final Leases<WorkerBeat> leases;
    private final SilentWorkers silent;
    private final Map<NodeName, Worker> live = new LinkedHashMap<>();
    private final Map<NodeName, Inquiry> inquiries = new HashMap<>();

    Workers(Bus bus, Peers peers, Surroundings around, Duration silentFor, Listener listener) {
        this.bus = bus;
        this.peers = peers;
        this.around = around;
        this.listener = listener;
        this.leases = new Leases<>(around.lease());
        this.silent = new SilentWorkers(silentFor);
    }

    Collection<Worker> live() {
        return List.copyOf(live.values());
    }

    Collection<WorkerLoad> loads() {
        return live.values().stream().map(Worker::load).toList();
    }

    Collection<WorkerBeat> beats() {
        return live.values().stream().map(worker -> worker.load().beat()).toList();
    }

    Optional<Worker> of(NodeName name) {
        return Optional.ofNullable(live.get(name));
    }

    /** Whether there may be sessions on workers that cannot be asked. */
    boolean anySilent() {
        return silent.any(around.now());
    }

    Collection<NodeName> silentNames(long nowNanos) {
        return silent.names(nowNanos);
    }

    int silentCount() {
        return silent.count(around.now());
    }

    /** Of one that did not answer: waits a while for what may turn out. */
    Future<Worker.Fate> fateOf(Worker worker) {
        return worker.fate() == Worker.Fate.LIVE && around.clustered()
                ? worker.doubts().add(around.now() + around.lease().toNanos() + INQUIRY_NANOS)
                : Future.succeededFuture(worker.fate());
    }

    void heard(WorkerBeat beat) {
        leases.heard(beat, around.now()).forEach(this::changed);
        Worker worker = live.get(beat.name());
        if (worker != null) {
            worker.load().heard(beat);
            if (worker.heardAfter(around.now()).compareTo(DOUBTFUL) > 0) {
                listener.doubtful(worker);
            }
        }
        listener.heard();
    }

    /** The cluster misses it, which is known sooner than its beats tell. */
    void missed(NodeName name) {
        leases.end(name).ifPresent(this::changed);
    }

    void tick() {
        long now = around.now();
        leases.expire(now).forEach(this::changed);
        List.copyOf(inquiries.values()).stream()
                .filter(inquiry -> now - inquiry.deadlineNanos() > 0)
                .forEach(inquiry -> answered(inquiry, false));
        live.values().forEach(worker -> worker.doubts().expire(now));
    }

    /** We were not there to hear anybody: that is nobody else's fault. */
    void renew() {
        leases.renew(around.now());
    }

    private void changed(Change<WorkerBeat> change) {
        switch (change) {
            case Came<WorkerBeat> came -> came(came.beat());
            case Left<WorkerBeat> left -> left(left.beat());
            case Lost<WorkerBeat> gone -> lost(gone.beat());
        }
    }

    private void came(WorkerBeat beat) {
        LOG.info("worker came worker={}", beat.name());
        Inquiry open = inquiries.get(beat.name());
        if (open != null) {
            answered(open, false);
        }
        silent.remove(beat.name());
        Worker worker = new Worker(bus, beat, around.now());
        live.put(beat.name(), worker);
        worker.info();
    }

    private void left(WorkerBeat beat) {
        LOG.info("worker left worker={}", beat.name());
        Worker worker = live.remove(beat.name());
        worker.ended(Worker.Fate.DEAD);
        listener.gone(worker);
    }

    private void lost(WorkerBeat beat) {
        LOG.warn("worker lost worker={}", beat.name());
        Worker worker = live.remove(beat.name());
        silent.add(beat.name(), around.now());
        Inquiry inquiry = new Inquiry(worker, around.now() + INQUIRY_NANOS);
        inquiries.put(beat.name(), inquiry);
        peers.isDead(beat.name())
                .onComplete(done ->
                        around.onContext().execute(() -> answered(inquiry, done.succeeded() && done.result())));
    }

    private void answered(Inquiry inquiry, boolean dead) {
        Worker worker = inquiry.worker();
        if (!inquiries.remove(worker.name(), inquiry)) {
            return;
        }
        LOG.info("worker given up worker={} dead={}", worker.name(), dead);
        if (dead) {
            silent.remove(worker.name());
        }
        worker.ended(dead ? Worker.Fate.DEAD : Worker.Fate.SILENT);
        listener.gone(worker);
    }
}
