package dev.execbus.sessions;

import static dev.execbus.sessions.SessionRoom.GATEWAY;
import static dev.execbus.sessions.SessionRoom.WORKER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.AttachmentListener;
import dev.execbus.bus.AttachmentListener.Acknowledged;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.SessionId;
import dev.execbus.bus.SessionService.Attached;
import dev.execbus.bus.SessionService.Detach;
import dev.execbus.bus.SessionService.ListSessions;
import dev.execbus.bus.SessionService.Listed;
import dev.execbus.bus.SessionService.SessionSummary;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionRegistryTest {
    private final SessionRoom room = new SessionRoom(2);
    private final SessionRegistry registry = room.registry;

    @Test
    void tellsTheRoomsBeforeItAnswers() {
        Promise<Acknowledged> acknowledged = Promise.promise();
        room.neighbours(changed -> acknowledged.future());
        Future<Attached> opened = room.opening(GATEWAY, 1);
        assertThat(opened.isComplete()).isFalse();
        acknowledged.complete(new Acknowledged());
        assertThat(opened.isComplete()).isTrue();
    }

    @Test
    void resumesADetachedSessionWithAHigherEpoch() {
        Attachment first = room.open(GATEWAY, 1);
        registry.detach(new Detach(first));
        Attachment second = room.resume(first.session(), GATEWAY, 2);
        assertThat(second).isEqualTo(new Attachment(first.session(), 2, GATEWAY, new ConnectionId(2)));
        assertThat(room.told)
                .containsExactly(
                        new AttachmentListener.Attached(first),
                        new AttachmentListener.Detached(first.session(), 1),
                        new AttachmentListener.Attached(second));
    }

    @Test
    void ignoresADetachThatIsOutOfDate() {
        Attachment first = room.open(GATEWAY, 1);
        registry.detach(new Detach(first));
        Attachment second = room.resume(first.session(), GATEWAY, 2);
        registry.detach(new Detach(first));
        assertThat(room.told.getLast()).isEqualTo(new AttachmentListener.Attached(second));
    }

    @Test
    void endsASessionWhenItsTimeIsOver() {
        Attachment first = room.open(GATEWAY, 1);
        registry.detach(new Detach(first));
        room.time.pass(Duration.ofSeconds(79));
        assertThat(registry.size()).isEqualTo(1);
        room.time.pass(Duration.ofSeconds(1));
        assertThat(room.told.getLast()).isEqualTo(new AttachmentListener.Ended(first.session()));
        assertThatThrownBy(() -> room.resume(first.session(), GATEWAY, 2))
                .hasMessage("unknown session id " + first.session().value());
    }

    @Test
    void givesADetachedSessionItsFullTimeAgain() {
        Attachment first = room.open(GATEWAY, 1);
        registry.detach(new Detach(first));
        room.time.pass(Duration.ofSeconds(70));
        Attachment second = room.resume(first.session(), GATEWAY, 2);
        room.time.pass(Duration.ofSeconds(1_000));
        registry.detach(new Detach(second));
        room.time.pass(Duration.ofSeconds(79));
        assertThat(registry.size()).isEqualTo(1);
        room.time.pass(Duration.ofSeconds(1));
        assertThat(registry.size()).isZero();
    }

    @Test
    void refusesSessionsBeyondItsLimit() {
        room.open(GATEWAY, 1);
        room.open(GATEWAY, 2);
        assertThatThrownBy(() -> room.opening(GATEWAY, 3)).hasMessage("the worker has 2 sessions, which is its limit");
    }

    @Test
    void aSessionThatARoomDidNotLearnOfIsNotOpened() {
        room.neighbours(changed -> Future.failedFuture("the room is gone"));
        Future<Attached> opened = room.opening(GATEWAY, 1);
        assertThat(opened.cause()).hasMessage("the room is gone");
        assertThat(registry.size()).isZero();
        SessionId session = ((AttachmentListener.Ended) room.told.getLast()).session();
        assertThat(room.told.subList(1, 3))
                .containsExactly(new AttachmentListener.Detached(session, 1), new AttachmentListener.Ended(session));
    }

    @Test
    void aSessionThatARoomDidNotLearnOfStaysToBeResumed() {
        Attachment first = room.open(GATEWAY, 1);
        registry.detach(new Detach(first));
        room.neighbours(changed -> Future.failedFuture("the room is gone"));
        assertThat(room.resuming(first.session(), GATEWAY, 2).cause()).hasMessage("the room is gone");
        room.neighbours(changed -> Future.succeededFuture(new Acknowledged()));
        assertThat(room.resume(first.session(), GATEWAY, 3).epoch()).isEqualTo(3);
    }

    @Test
    void aConnectionWhoseGatewayGoesMeanwhileIsNotAttached() {
        Promise<Acknowledged> acknowledged = Promise.promise();
        room.neighbours(changed -> changed instanceof AttachmentListener.Attached
                ? acknowledged.future()
                : Future.succeededFuture(new Acknowledged()));
        Future<Attached> opened = room.opening(GATEWAY, 1);
        room.leave(GATEWAY);
        acknowledged.complete(new Acknowledged());
        assertThat(opened.cause()).hasMessage("the connection's gateway is gone");
        assertThat(registry.size()).isZero();
    }

    @Test
    void listsWithoutTheSecretPartOfTheId() {
        Attachment attached = room.open(GATEWAY, 1);
        Attachment detached = room.open(GATEWAY, 2);
        registry.detach(new Detach(detached));
        Listed listed = registry.list(new ListSessions()).result();
        assertThat(listed.sessions())
                .containsExactlyInAnyOrder(
                        new SessionSummary(attached.session().value().substring(0, 8), WORKER, GATEWAY, 1, 1_000),
                        new SessionSummary(detached.session().value().substring(0, 8), WORKER, null, 1, 500));
    }

    @Test
    void makesIdsInTheShapeOfAUuid() {
        assertThat(SessionIds.random().next().value()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }
}
