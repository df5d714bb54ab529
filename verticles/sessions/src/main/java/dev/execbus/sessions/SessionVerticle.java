package dev.execbus.sessions;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.AttachmentListener;
import dev.execbus.bus.AttachmentListener.Room;
import dev.execbus.bus.Beats;
import dev.execbus.bus.Bus;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.SessionService;
import dev.execbus.bus.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/** Deploys the sessions room of a worker; last of the rooms, since it may be found only when the others answer. */
public final class SessionVerticle extends VerticleBase {
    private final Bus bus;
    private final NodeName worker;
    private final List<String> labels;
    private final String version;
    private final SessionSettings settings;

    private SessionRegistry sessions;
    private LostAttachments lost;
    private WorkerBeats beats;

    /** @param labels what the worker says of itself, for placement */
    public SessionVerticle(Bus bus, NodeName worker, List<String> labels, String version, SessionSettings settings) {
        this.bus = bus;
        this.worker = worker;
        this.labels = List.copyOf(labels);
        this.version = version;
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        Rooms rooms = new Rooms(Arrays.stream(Room.values())
                .map(room -> AttachmentListener.on(bus, room, worker))
                .toList());
        GatewayWatch gateways = new GatewayWatch(System::nanoTime);
        Audits audits = new Audits(this::gateway);
        sessions = new SessionRegistry(
                worker,
                SessionIds.random(),
                settings,
                Timers.of(vertx),
                System::nanoTime,
                rooms,
                audits,
                gateways,
                new SessionMeters(bus.meters()));
        lost = new LostAttachments(sessions, gateways, audits, bus::lost, this::recall);
        MachineLoad load = new MachineLoad();
        WorkerBeats.Worker self =
                new WorkerBeats.Worker(worker, new SecureRandom().nextLong(), settings.sessions(), labels, version);
        beats = new WorkerBeats(self, sessions, load::percent, beat -> Beats.tell(bus, beat));
        load.begin(vertx);
        return SessionService.serve(bus, worker, sessions)
                .compose(served -> Beats.hear(bus, this::heard))
                .onSuccess(heard -> begin());
    }

    private void begin() {
        beats.beat();
        Timers timers = Timers.of(vertx);
        timers.every(Beats.INTERVAL, beats::beat);
        timers.every(GatewayWatch.TICK, lost::tick);
        timers.every(Audits.INTERVAL, lost::audit);
    }

    private void heard(Beats.Message message) {
        switch (message) {
            case Beats.GatewayBeat beat -> lost.heard(beat);
            case Beats.WorkerBeat other -> {}
            case Beats.RollCall call -> beats.beat();
        }
    }

    private GatewayService gateway(NodeName name) {
        return GatewayService.on(bus, name, GatewayService.AUDIT_DEADLINE);
    }

    private void recall(Attachment attachment) {
        gateway(attachment.gateway()).recall(attachment);
    }

    /**
     * Takes no new sessions; those that are here may still be resumed. Completes when none is left, or when the time for
     * it is over. From any thread, while it is deployed.
     */
    public Future<Void> drain() {
        Promise<Void> drained = Promise.promise();
        context.runOnContext(ignored -> {
            sessions.drain().onComplete(drained);
            beats.beat();
        });
        return drained.future();
    }

    @Override
    public Future<?> stop() {
        if (beats != null) {
            beats.leave();
        }
        return Future.succeededFuture();
    }
}
