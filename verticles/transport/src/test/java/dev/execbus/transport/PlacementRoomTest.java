package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ExecbusException;
import dev.execbus.testkit.Frame;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacementRoomTest {
    @Test
    void sendsClientsToTheWorkerTheyWant() {
        try (GatewayRoom room = new GatewayRoom()) {
            TestWorker one = room.liveWorker("w1");
            TestWorker other = room.liveWorker("w2", "gpu");
            room.client("gpu");
            room.client("w2");
            room.client("w1");
            assertThat(List.of(one.opened, other.opened)).containsExactly(1, 2);
        }
    }

    @Test
    void tellsAClientAboutTheMachineOfItsWorker() {
        try (GatewayRoom room = new GatewayRoom()) {
            room.liveWorker("w1");
            room.liveWorker("w2");
            TestDoor door = room.connect("w2");
            Frame answer = door.awaitAnswer(room.initialize(door, null));
            assertThat(answer.result().getJsonObject("environmentInfo").getString("providerId"))
                    .isEqualTo("w2");
        }
    }

    @Test
    void asksTheNextWhenOneIsFull() {
        try (GatewayRoom room = new GatewayRoom()) {
            TestWorker full = room.liveWorker("w1");
            full.refusal = ExecbusException.resourceExhausted("no room");
            TestWorker other = room.liveWorker("w2");
            room.client(null);
            assertThat(other.opened).isEqualTo(1);
        }
    }

    @Test
    void servesAWaitingClientWhenAWorkerComes() {
        try (GatewayRoom room = new GatewayRoom()) {
            TestDoor door = room.connect(null);
            long id = room.initialize(door, null);
            room.pass(Duration.ofSeconds(9));
            assertThat(door.answer(id)).isEmpty();
            room.liveWorker("w1");
            assertThat(door.awaitAnswer(id).result().getString("sessionId")).isEqualTo("w1-1");
        }
    }

    @Test
    void letsAClientWaitOnlySoLong() {
        try (GatewayRoom room = new GatewayRoom()) {
            TestDoor door = room.connect("gpu");
            long id = room.initialize(door, null);
            room.pass(Duration.ofMillis(10_200));
            Frame answer = door.awaitAnswer(id);
            assertThat(List.of(answer.errorCode(), answer.errorMessage()))
                    .isEqualTo(List.of(-32021, "no worker of environment gpu is there; waited 10000 ms"));
        }
    }

    @Test
    void letsOnlySoManyWait() {
        try (GatewayRoom room = new GatewayRoom(1, Duration.ofSeconds(10))) {
            room.initialize(room.connect(null), null);
            TestDoor second = room.connect(null);
            Frame answer = second.awaitAnswer(room.initialize(second, null));
            assertThat(List.of(answer.errorCode(), answer.errorMessage()))
                    .isEqualTo(List.of(-32021, "no worker is there; 1 clients wait already, which is the limit"));
        }
    }

    @Test
    void opensNothingForAClientThatLeftTheQueue() {
        try (GatewayRoom room = new GatewayRoom()) {
            TestDoor door = room.connect(null);
            room.initialize(door, null);
            room.on(() -> {
                door.close(CloseReason.INPUT_ENDED);
                return null;
            });
            TestWorker worker = room.liveWorker("w1");
            assertThat(worker.opened).isZero();
        }
    }

    @Test
    void givesNothingToAWorkerThatDrains() {
        try (GatewayRoom room = new GatewayRoom()) {
            TestWorker draining = room.worker("w1");
            room.beat(draining.beat(1, 0, 10, true, false));
            TestWorker other = room.liveWorker("w2");
            room.client(null);
            assertThat(List.of(draining.opened, other.opened)).containsExactly(0, 1);
        }
    }
}
