package dev.execbus.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.AttachmentListener;
import dev.execbus.bus.AttachmentListener.Acknowledged;
import dev.execbus.bus.AttachmentListener.Changed;
import dev.execbus.bus.Beats;
import dev.execbus.bus.Beats.GatewayBeat;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.Meters;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.SessionId;
import dev.execbus.bus.SessionService.Attached;
import dev.execbus.bus.SessionService.Open;
import dev.execbus.bus.SessionService.Resume;
import dev.execbus.testkit.ManualTimers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The room without a bus: its neighbours are fakes, its time is a test's. */
final class SessionRoom {
    static final NodeName WORKER = new NodeName("w");
    static final NodeName GATEWAY = new NodeName("g");
    static final NodeName OTHER = new NodeName("h");

    final ManualTimers time = new ManualTimers();
    final List<Changed> told = new ArrayList<>();
    final List<NodeName> givenUp = new ArrayList<>();
    final List<Attachment> recalled = new ArrayList<>();
    final SessionRegistry registry;
    final LostAttachments lost;

    private final Map<NodeName, FakeGateway> gateways = new HashMap<>();
    private final GatewayWatch watch = new GatewayWatch(time);
    private AttachmentListener listener = changed -> Future.succeededFuture(new Acknowledged());

    SessionRoom(int capacity) {
        SessionSettings settings = new SessionSettings(Duration.ofSeconds(80), capacity, Duration.ofSeconds(20));
        Audits audits = new Audits(this::gateway);
        AttachmentListener recording = changed -> {
            told.add(changed);
            return listener.changed(changed);
        };
        registry = new SessionRegistry(
                WORKER,
                SessionIds.from(new Random(1)),
                settings,
                time,
                time,
                new Rooms(List.of(recording)),
                audits,
                watch,
                new SessionMeters(Meters.none()));
        lost = new LostAttachments(registry, watch, audits, givenUp::add, recalled::add);
    }

    FakeGateway gateway(NodeName name) {
        return gateways.computeIfAbsent(name, ignored -> new FakeGateway());
    }

    /** What the neighbours answer from now on. */
    void neighbours(AttachmentListener answer) {
        listener = answer;
    }

    Future<Attached> opening(NodeName gateway, long connection) {
        return registry.open(new Open(gateway, new ConnectionId(connection)));
    }

    /** Opened, known to its gateway, and no longer new. */
    Attachment open(NodeName gateway, long connection) {
        return settled(opening(gateway, connection));
    }

    Future<Attached> resuming(SessionId session, NodeName gateway, long connection) {
        return registry.resume(new Resume(session, gateway, new ConnectionId(connection)));
    }

    Attachment resume(SessionId session, NodeName gateway, long connection) {
        return settled(resuming(session, gateway, connection));
    }

    private Attachment settled(Future<Attached> attached) {
        assertThat(attached).matches(Future::succeeded, "attached");
        Attachment attachment = attached.result().attachment();
        gateway(attachment.gateway()).held.add(attachment);
        time.pass(SessionRegistry.SETTLING);
        return attachment;
    }

    void beat(NodeName gateway) {
        lost.heard(new GatewayBeat(gateway, 1, 0, false, false, "test"));
    }

    void leave(NodeName gateway) {
        lost.heard(new GatewayBeat(gateway, 1, 0, true, true, "test"));
    }

    /** As the verticle does, tick by tick; those named beat all the time. */
    void pass(Duration duration, NodeName... beating) {
        for (Duration passed = Duration.ZERO; passed.compareTo(duration) < 0; passed = passed.plus(GatewayWatch.TICK)) {
            time.pass(GatewayWatch.TICK);
            if (passed.toMillis() % Beats.INTERVAL.toMillis() == 0) {
                for (NodeName gateway : beating) {
                    beat(gateway);
                }
            }
            lost.tick();
        }
    }
}
