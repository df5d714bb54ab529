package dev.execbus.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.AttachmentListener;
import dev.execbus.bus.AttachmentListener.Acknowledged;
import dev.execbus.bus.AttachmentListener.Room;
import dev.execbus.bus.Beats;
import dev.execbus.bus.Beats.GatewayBeat;
import dev.execbus.bus.Beats.WorkerBeat;
import dev.execbus.bus.Bus;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.SessionService;
import dev.execbus.bus.SessionService.Open;
import dev.execbus.testkit.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The room on a bus, with the other rooms of its worker and a gateway as fakes. */
@Timeout(60)
@ExtendWith(VertxExtension.class)
class SessionVerticleTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final NodeName WORKER = new NodeName("w1");
    private static final NodeName GATEWAY = new NodeName("g1");

    private final List<WorkerBeat> beats = new CopyOnWriteArrayList<>();
    private final List<AttachmentListener.Changed> told = new CopyOnWriteArrayList<>();
    private final List<GatewayService.Deliver> delivered = new CopyOnWriteArrayList<>();
    private Bus bus;
    private SessionVerticle verticle;
    private SessionService sessions;
    private String deployment;

    @BeforeEach
    void deploy(Vertx vertx) throws Exception {
        bus = Bus.install(vertx);
        for (Room room : Room.values()) {
            done(AttachmentListener.serve(bus, room, WORKER, changed -> {
                if (room == Room.PROCESSES) {
                    told.add(changed);
                }
                return Future.succeededFuture(new Acknowledged());
            }));
        }
        done(GatewayService.serve(bus, GATEWAY, new ForgetfulGateway()));
        done(Beats.hear(bus, message -> {
            if (message instanceof WorkerBeat beat) {
                beats.add(beat);
            }
        }));
        verticle = new SessionVerticle(bus, WORKER, List.of("gpu"), "1.2.3", SessionSettings.DEFAULTS);
        deployment = done(vertx.deployVerticle(verticle));
        sessions = SessionService.on(bus, WORKER);
    }

    @Test
    void beatsAsSoonAsItServesAndWhenTheRollIsCalled() {
        awaitBeats(1);
        WorkerBeat first = beats.getFirst();
        assertThat(first)
                .isEqualTo(new WorkerBeat(
                        WORKER,
                        first.incarnation(),
                        0,
                        4_096,
                        first.loadPercent(),
                        List.of("gpu"),
                        false,
                        false,
                        "1.2.3"));
        Beats.tell(bus, new Beats.RollCall());
        Beats.tell(bus, new Beats.RollCall());
        awaitBeats(3);
    }

    @Test
    void beatsAgainAndAgain() throws Exception {
        open(1);
        awaitBeats(3);
        assertThat(beats.getLast().sessions()).isEqualTo(1);
        assertThat(beats)
                .extracting(WorkerBeat::incarnation)
                .containsOnly(beats.getFirst().incarnation());
    }

    @Test
    void saysThatItLeaves(Vertx vertx) throws Exception {
        done(vertx.undeploy(deployment));
        Eventually.holds(
                "it has left",
                DEADLINE,
                () -> !beats.isEmpty() && beats.getLast().leaving());
        assertThat(beats.getLast().draining()).isTrue();
    }

    @Test
    void drainsFromAnyThread() throws Exception {
        open(1);
        Future<Void> drained = verticle.drain();
        Eventually.holds("it says so", DEADLINE, () -> beats.getLast().draining());
        assertThatThrownBy(() -> open(2)).hasMessage("the worker is draining");
        assertThat(drained.isComplete()).isFalse();
    }

    @Test
    void detachesWhatItsGatewayTakesAlong() throws Exception {
        Beats.tell(bus, new GatewayBeat(GATEWAY, 7, 0, false, false, "1.2.3"));
        Attachment attached = open(1);
        Eventually.holds("it is detached", DEADLINE, () -> told.size() == 2);
        assertThat(told)
                .containsExactly(
                        new AttachmentListener.Attached(attached),
                        new AttachmentListener.Detached(attached.session(), 1));

        Beats.tell(bus, new GatewayBeat(GATEWAY, 7, 1, false, false, "1.2.3"));
        Eventually.holds("the gateway is told", DEADLINE, () -> !delivered.isEmpty());
        assertThat(delivered).containsExactly(new GatewayService.Deliver(attached, Long.MAX_VALUE, List.of()));
    }

    private Attachment open(long connection) throws Exception {
        return done(sessions.open(new Open(GATEWAY, new ConnectionId(connection))))
                .attachment();
    }

    private void awaitBeats(int count) {
        Eventually.holds(count + " beats", DEADLINE, () -> beats.size() >= count);
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.await(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Holds nothing. */
    private final class ForgetfulGateway implements GatewayService {
        @Override
        public Future<Delivered> deliver(Deliver deliver) {
            delivered.add(deliver);
            return Future.succeededFuture(new Delivered());
        }

        @Override
        public Future<Audited> audit(Audit audit) {
            return Future.succeededFuture(new Audited(audit.attachments()));
        }
    }
}
