package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.GatewayService.Audit;
import dev.execbus.bus.GatewayService.Audited;
import dev.execbus.bus.GatewayService.Deliver;
import dev.execbus.bus.GatewayService.Delivered;
import dev.execbus.bus.ProcessEvent.Closed;
import dev.execbus.bus.SessionId;
import dev.execbus.bus.SessionService.Detach;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.testkit.Eventually;
import dev.execbus.testkit.Frame;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryRoomTest {
    @Test
    void bringsDeliveriesInTheirOrder() {
        try (GatewayRoom room = new GatewayRoom()) {
            room.liveWorker("w1");
            TestDoor door = room.client(null);
            Attachment own = room.attachment("w1-1", 1);
            assertThat(deliver(room, own, 1)).isEqualTo(new Delivered());
            assertThat(deliver(room, own, 0)).isEqualTo(new Delivered());
            assertThat(deliver(room, own, 2)).isEqualTo(new Delivered());
            assertThat(door.notifications()).hasSize(3);
            assertThat(door.closed()).isNull();
        }
    }

    @Test
    void answersOneWithoutEventsWhenThoseBeforeAreWritten() {
        try (GatewayRoom room = new GatewayRoom()) {
            room.liveWorker("w1");
            TestDoor door = room.client(null);
            Attachment own = room.attachment("w1-1", 1);
            Promise<Void> written = Promise.promise();
            door.takes(written.future());
            Future<Delivered> slow = room.on(() -> asWorker(room).deliver(event(own, 1)));
            Future<Delivered> question = room.on(() -> asWorker(room).deliver(new Deliver(own, 2, List.of())));
            Eventually.holds(
                    "the first is sent",
                    Duration.ofSeconds(5),
                    () -> !door.notifications().isEmpty());
            assertThat(audit(room, own)).as("both are there").isEqualTo(new Audited(List.of()));
            assertThat(List.of(slow.isComplete(), question.isComplete())).containsExactly(false, false);
            written.complete();
            assertThat(List.of(GatewayRoom.await(slow), GatewayRoom.await(question)))
                    .isEqualTo(List.of(new Delivered(), new Delivered()));
        }
    }

    @Test
    void letsAClientGoWhenOneWithoutEventsShowsThatItMissesSomething() {
        try (GatewayRoom room = new GatewayRoom()) {
            room.liveWorker("w1");
            TestDoor door = room.client(null);
            Attachment own = room.attachment("w1-1", 1);
            assertStale(() -> GatewayRoom.await(room.on(() -> asWorker(room).deliver(new Deliver(own, 2, List.of())))));
            assertThat(door.closed()).isEqualTo(CloseReason.RECONNECT);
        }
    }

    @Test
    void letsAClientGoThatWouldMissOne() {
        try (GatewayRoom room = new GatewayRoom()) {
            TestWorker worker = room.liveWorker("w1");
            TestDoor door = room.client(null);
            Attachment own = room.attachment("w1-1", 1);
            deliver(room, own, 1);
            assertStale(() -> deliver(room, own, 3));
            assertThat(door.closed()).isEqualTo(CloseReason.RECONNECT);
            assertThat(door.notifications()).hasSize(1);
            room.settle();
            assertThat(worker.detached).containsExactly(new Detach(own));
        }
    }

    @Test
    void letsAClientGoThatIsNotTheOneMeant() {
        try (GatewayRoom room = new GatewayRoom()) {
            room.liveWorker("w1");
            TestDoor door = room.client(null);
            assertStale(() -> deliver(room, room.attachment("w1-1", 2), 1));
            assertThat(door.closed()).isEqualTo(CloseReason.RECONNECT);
        }
    }

    @Test
    void keepsAClientFromWhatWasMeantForAnEarlierAttempt() {
        try (GatewayRoom room = new GatewayRoom()) {
            room.liveWorker("w1").sessions.put(new SessionId("s"), 4L);
            TestDoor door = room.connect(null);
            door.awaitAnswer(room.initialize(door, "s"));
            assertStale(() -> deliver(room, room.attachment("s", 4), 1));
            assertThat(door.closed()).isNull();
            assertThat(deliver(room, room.attachment("s", 5), 1)).isEqualTo(new Delivered());
        }
    }

    @Test
    void refusesWhatIsForNobody() {
        try (GatewayRoom room = new GatewayRoom()) {
            assertStale(() -> deliver(room, room.attachment("s", 1), 1));
        }
    }

    @Test
    void makesAClientStartOverThatIsNotAttachedAnyMore() {
        try (GatewayRoom room = new GatewayRoom()) {
            TestWorker worker = room.liveWorker("w1");
            TestDoor door = room.client(null);
            worker.sessions.put(new SessionId("w1-1"), 2L);
            Frame answer = room.call(door, "process/terminate", new JsonObject().put("processId", "p"));
            assertThat(answer.errorCode()).isEqualTo(-32022);
            assertThat(door.awaitClosed()).isEqualTo(CloseReason.RECONNECT);
        }
    }

    @Test
    void doesAnOperationOnce() {
        try (GatewayRoom room = new GatewayRoom()) {
            TestWorker worker = room.liveWorker("w1");
            TestDoor door = room.client(null);
            JsonObject signal = new JsonObject().put("processId", "p").put("signal", "interrupt");
            JsonObject named = signal.copy().put("opId", "stop");
            assertThat(room.call(door, "process/signal", named).result()).isEqualTo(new JsonObject());
            assertThat(room.call(door, "process/signal", named).result()).isEqualTo(new JsonObject());
            assertThat(worker.signalled).isEqualTo(1);
            room.call(door, "process/signal", signal).result();
            room.call(door, "process/signal", signal).result();
            assertThat(worker.signalled).isEqualTo(3);
        }
    }

    @Test
    void refusesAnOperationWithoutAProperName() {
        try (GatewayRoom room = new GatewayRoom()) {
            room.liveWorker("w1");
            TestDoor door = room.client(null);
            Frame answer = room.call(
                    door,
                    "process/closeStdin",
                    new JsonObject().put("processId", "p").put("opId", 7));
            assertThat(List.of(answer.errorCode(), answer.errorMessage()))
                    .isEqualTo(List.of(-32602, "opId must be a string of 1 to 128 characters"));
        }
    }

    @Test
    void knowsWhatItHolds() {
        try (GatewayRoom room = new GatewayRoom()) {
            room.liveWorker("w1");
            room.client(null);
            Attachment own = room.attachment("w1-1", 1);
            Attachment older = room.attachment("w1-1", 0);
            Attachment foreign = new Attachment(own.session(), 1, own.gateway(), new ConnectionId(99));
            assertThat(audit(room, own, older, foreign)).isEqualTo(new Audited(List.of(older, foreign)));
        }
    }

    @Test
    void mayHoldWhatItIsJustBeingGiven() {
        try (GatewayRoom room = new GatewayRoom()) {
            room.liveWorker("w1").mute = true;
            TestDoor door = room.connect(null);
            room.initialize(door, "s");
            Attachment asked = room.attachment("s", 2);
            assertThat(audit(room, asked)).isEqualTo(new Audited(List.of()));

            room.pass(Duration.ofSeconds(2));
            assertThat(audit(room, asked)).isEqualTo(new Audited(List.of(asked)));

            room.initialize(door, "s");
            assertThat(audit(room, asked))
                    .as("it might be what the first attempt has left")
                    .isEqualTo(new Audited(List.of(asked)));
        }
    }

    @Test
    void letsEverybodyGoAfterAFreeze() {
        try (GatewayRoom room = new GatewayRoom()) {
            TestWorker worker = room.liveWorker("w1");
            TestDoor door = room.client(null);
            Attachment own = room.attachment("w1-1", 1);
            room.freeze(Duration.ofSeconds(20));
            assertThat(audit(room, own)).isEqualTo(new Audited(List.of(own)));
            assertThat(door.closed()).isEqualTo(CloseReason.RECONNECT);
            room.tick();
            room.beat(worker.beat(1, 10));
            assertThat(room.client(null).closed()).isNull();
        }
    }

    private static Delivered deliver(GatewayRoom room, Attachment to, long number) {
        return GatewayRoom.await(room.on(() -> asWorker(room).deliver(event(to, number))));
    }

    private static Deliver event(Attachment to, long number) {
        return new Deliver(to, number, List.of(new Closed("p", 1, List.of())));
    }

    private static GatewayService asWorker(GatewayRoom room) {
        return GatewayService.on(room.bus(), GatewayRoom.NAME, Duration.ofSeconds(5));
    }

    private static Audited audit(GatewayRoom room, Attachment... attachments) {
        return GatewayRoom.await(room.on(() -> asWorker(room).audit(new Audit(List.of(attachments)))));
    }

    private static void assertStale(Runnable delivery) {
        assertThatThrownBy(delivery::run)
                .isInstanceOfSatisfying(
                        ExecbusException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.STALE_ATTACHMENT));
    }
}
