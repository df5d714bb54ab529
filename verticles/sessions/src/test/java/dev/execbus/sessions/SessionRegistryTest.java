package dev.execbus.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.AttachmentListener;
import dev.execbus.bus.AttachmentListener.Acknowledged;
import dev.execbus.bus.AttachmentListener.Changed;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.SessionId;
import dev.execbus.bus.SessionService;
import dev.execbus.bus.SessionService.Attached;
import dev.execbus.bus.SessionService.Detach;
import dev.execbus.bus.SessionService.Open;
import dev.execbus.bus.SessionService.Resume;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SessionRegistryTest {
    private static final NodeName GATEWAY = new NodeName("g");
    private static final SessionSettings SETTINGS = new SessionSettings(Duration.ofSeconds(80), 2);

    private final ManualTimers timers = new ManualTimers();
    private final List<Changed> told = new ArrayList<>();
    private final AttachmentListener listener = changed -> {
        told.add(changed);
        return Future.succeededFuture(new Acknowledged());
    };
    private final SessionRegistry registry =
            new SessionRegistry(SessionIds.from(new Random(1)), SETTINGS, timers, List.of(listener));

    @Test
    void tellsTheRoomsBeforeItAnswers() {
        Promise<Acknowledged> acknowledged = Promise.promise();
        SessionService slow = new SessionRegistry(
                SessionIds.from(new Random(1)), SETTINGS, timers, List.of(changed -> acknowledged.future()));
        Future<Attached> opened = slow.open(new Open(GATEWAY, new ConnectionId(1)));
        assertThat(opened.isComplete()).isFalse();
        acknowledged.complete(new Acknowledged());
        assertThat(opened.isComplete()).isTrue();
    }

    @Test
    void resumesADetachedSessionWithAHigherEpoch() {
        Attachment first = open(1);
        registry.detach(new Detach(first));
        Attachment second = resume(first.session(), 2);
        assertThat(second).isEqualTo(new Attachment(first.session(), 2, GATEWAY, new ConnectionId(2)));
        assertThat(told)
                .containsExactly(
                        new AttachmentListener.Attached(first),
                        new AttachmentListener.Detached(first.session(), 1),
                        new AttachmentListener.Attached(second));
    }

    @Test
    void refusesToResumeWhatIsAttached() {
        Attachment first = open(1);
        assertThatThrownBy(() -> resume(first.session(), 2))
                .hasMessage("session " + first.session().value() + " is already attached to another connection")
                .extracting(e -> ((ExecbusException) e).code())
                .isEqualTo(ErrorCode.SESSION_ALREADY_ATTACHED);
    }

    @Test
    void ignoresADetachThatIsOutOfDate() {
        Attachment first = open(1);
        registry.detach(new Detach(first));
        Attachment second = resume(first.session(), 2);
        registry.detach(new Detach(first));
        assertThat(told.getLast()).isEqualTo(new AttachmentListener.Attached(second));
    }

    @Test
    void endsASessionWhenItsTimeIsOver() {
        Attachment first = open(1);
        registry.detach(new Detach(first));
        timers.advance(Duration.ofSeconds(79));
        assertThat(registry.size()).isEqualTo(1);
        timers.advance(Duration.ofSeconds(1));
        assertThat(told.getLast()).isEqualTo(new AttachmentListener.Ended(first.session()));
        assertThatThrownBy(() -> resume(first.session(), 2))
                .hasMessage("unknown session id " + first.session().value());
    }

    @Test
    void givesADetachedSessionItsFullTimeAgain() {
        Attachment first = open(1);
        registry.detach(new Detach(first));
        timers.advance(Duration.ofSeconds(70));
        Attachment second = resume(first.session(), 2);
        timers.advance(Duration.ofSeconds(1_000));
        registry.detach(new Detach(second));
        timers.advance(Duration.ofSeconds(79));
        assertThat(registry.size()).isEqualTo(1);
        timers.advance(Duration.ofSeconds(1));
        assertThat(registry.size()).isZero();
    }

    @Test
    void refusesSessionsBeyondItsLimit() {
        open(1);
        open(2);
        assertThatThrownBy(() -> open(3)).hasMessage("the worker has 2 sessions, which is its limit");
    }

    @Test
    void makesIdsInTheShapeOfAUuid() {
        assertThat(SessionIds.random().next().value()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    private Attachment open(long connection) {
        return registry.open(new Open(GATEWAY, new ConnectionId(connection)))
                .result()
                .attachment();
    }

    private Attachment resume(SessionId session, long connection) {
        return registry.resume(new Resume(session, GATEWAY, new ConnectionId(connection)))
                .result()
                .attachment();
    }

    private static final class ManualTimers implements Timers {
        private final TreeMap<Long, List<Runnable>> due = new TreeMap<>();
        private long now;

        @Override
        public Timer after(Duration delay, Runnable action) {
            List<Runnable> actions = due.computeIfAbsent(now + delay.toMillis(), at -> new ArrayList<>());
            actions.add(action);
            return () -> actions.remove(action);
        }

        void advance(Duration duration) {
            now += duration.toMillis();
            while (!due.isEmpty() && due.firstKey() <= now) {
                List.copyOf(due.pollFirstEntry().getValue()).forEach(Runnable::run);
            }
        }
    }
}
