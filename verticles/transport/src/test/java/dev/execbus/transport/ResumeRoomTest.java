package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.SessionId;
import dev.execbus.bus.SessionService.Detach;
import dev.execbus.testkit.Frame;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResumeRoomTest {
    private static final String LATER = "session s may be on a worker that cannot be reached at the moment";

    @Test
    void findsTheWorkerThatHasTheSession() {
        try (GatewayRoom room = new GatewayRoom()) {
            TestWorker one = room.liveWorker("w1");
            TestWorker other = room.liveWorker("w2");
            other.sessions.put(new SessionId("s"), 4L);
            TestDoor door = room.connect(null);
            Frame answer = door.awaitAnswer(room.initialize(door, "s"));
            assertThat(answer.result().getString("sessionId")).isEqualTo("s");
            assertThat(answer.result().getJsonObject("environmentInfo").getString("providerId"))
                    .isEqualTo("w2");
            assertThat(List.of(one.resumesAsked, other.resumesAsked)).containsExactly(1, 1);
            assertThat(other.sessions).containsEntry(new SessionId("s"), 5L);
        }
    }

    @Test
    void doesNotKnowWhatEverybodyDenies() {
        try (GatewayRoom room = new GatewayRoom()) {
            room.liveWorker("w1");
            room.liveWorker("w2");
            assertThat(resumed(room)).isEqualTo(List.of(-32600, "unknown session id s"));
        }
    }

    @Test
    void doesNotKnowTheSessionsOfADeadWorker() {
        try (GatewayRoom room = new GatewayRoom()) {
            room.missed(room.liveWorker("w2"));
            room.liveWorker("w1");
            assertThat(resumed(room)).isEqualTo(List.of(-32600, "unknown session id s"));
        }
    }

    @Test
    void putsAClientOffWhileAWorkerIsSilent() {
        try (GatewayRoom room = new GatewayRoom()) {
            room.dead = Future.succeededFuture(false);
            room.missed(room.liveWorker("w2"));
            TestWorker live = room.liveWorker("w1");
            assertThat(resumed(room)).isEqualTo(List.of(-32010, LATER));

            room.passWith(live, Duration.ofSeconds(81));
            assertThat(resumed(room)).isEqualTo(List.of(-32600, "unknown session id s"));
        }
    }

    @Test
    void findsTheSessionOfAWorkerThatWasSilent() {
        try (GatewayRoom room = new GatewayRoom()) {
            room.dead = Future.succeededFuture(false);
            TestWorker worker = room.liveWorker("w1");
            worker.sessions.put(new SessionId("s"), 1L);
            room.missed(worker);
            assertThat(resumed(room)).isEqualTo(List.of(-32010, LATER));
            room.beat(worker.beat(1, 10));
            TestDoor door = room.connect(null);
            assertThat(door.awaitAnswer(room.initialize(door, "s")).result().getString("sessionId"))
                    .isEqualTo("s");
        }
    }

    @Test
    void putsAClientOffWhenTheWorkerComesBackWhileTheOthersAreAsked() {
        try (GatewayRoom room = new GatewayRoom()) {
            room.dead = Future.succeededFuture(false);
            TestWorker silent = room.liveWorker("w1");
            silent.sessions.put(new SessionId("s"), 1L);
            room.missed(silent);
            Promise<Void> looking = Promise.promise();
            room.liveWorker("w2").resuming = looking.future();
            TestDoor door = room.connect(null);
            long id = room.initialize(door, "s");
            room.settle();
            room.beat(silent.beat(1, 10));
            room.on(() -> {
                looking.complete();
                return null;
            });
            Frame answer = door.awaitAnswer(id);
            assertThat(List.of(answer.errorCode(), answer.errorMessage())).isEqualTo(List.of(-32010, LATER));
        }
    }

    @Test
    void doesNotWaitLongForOneThatDoesNotAnswer() {
        try (GatewayRoom room = new GatewayRoom()) {
            room.liveWorker("w1").mute = true;
            room.liveWorker("w2");
            TestDoor door = room.connect(null);
            long id = room.initialize(door, "s");
            room.pass(Duration.ofMillis(1_400));
            assertThat(door.answer(id)).isEmpty();
            room.pass(Duration.ofMillis(400));
            Frame answer = door.awaitAnswer(id);
            assertThat(List.of(answer.errorCode(), answer.errorMessage())).isEqualTo(List.of(-32010, LATER));
        }
    }

    @Test
    void putsAClientOffWhileTheGatewayIsNew() {
        try (GatewayRoom room = new GatewayRoom(Duration.ofSeconds(1))) {
            room.liveWorker("w1");
            assertThat(resumed(room)).isEqualTo(List.of(-32010, LATER));
        }
    }

    @Test
    void givesBackASessionForAClientThatIsGone() {
        try (GatewayRoom room = new GatewayRoom()) {
            TestWorker worker = room.liveWorker("w1");
            worker.sessions.put(new SessionId("s"), 1L);
            TestDoor door = room.connect(null);
            room.on(() -> {
                door.receive(GatewayRoom.initializing(1, "s"));
                door.close(CloseReason.INPUT_ENDED);
                return null;
            });
            room.settle();
            assertThat(worker.detached).containsExactly(new Detach(room.attachment("s", 2)));
        }
    }

    @Test
    void doesNotAskForWhatIsNoIdOfOurs() {
        try (GatewayRoom room = new GatewayRoom()) {
            TestWorker worker = room.liveWorker("w1");
            TestDoor door = room.connect(null);
            Frame answer = door.awaitAnswer(room.initialize(door, "x".repeat(129)));
            assertThat(answer.errorCode()).isEqualTo(-32600);
            assertThat(worker.resumesAsked).isZero();
        }
    }

    private static List<Object> resumed(GatewayRoom room) {
        TestDoor door = room.connect(null);
        Frame answer = door.awaitAnswer(room.initialize(door, "s"));
        return List.of(answer.errorCode(), answer.errorMessage());
    }
}
