package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.testkit.Frame;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkerLossTest {
    private static final JsonObject READ =
            new JsonObject().put("processId", "p").put("afterSeq", 6).put("waitMs", 60_000);
    private static final JsonObject FAILED = new JsonObject()
            .put("chunks", new JsonArray())
            .put("nextSeq", 7)
            .put("exited", true)
            .putNull("exitCode")
            .put("closed", true)
            .put("failure", "the worker of the process is lost")
            .put("sandboxDenied", false);

    @Test
    void answersReadsWithTheFailureAndLetsTheClientGo() {
        try (GatewayRoom room = new GatewayRoom()) {
            TestWorker worker = room.liveWorker("w1");
            TestDoor door = room.client(null);
            long read = room.send(door, "process/read", READ);
            long write = room.send(
                    door,
                    "process/write",
                    new JsonObject().put("processId", "p").put("chunk", "").put("writeId", "1"));
            room.missed(worker);
            assertThat(door.awaitClosed()).isEqualTo(CloseReason.WORKER_LOST);
            assertThat(door.awaitAnswer(read).result()).isEqualTo(FAILED);
            assertThat(door.awaitAnswer(write).errorCode()).isEqualTo(-32020);
            assertThat(worker.detached).isEmpty();
        }
    }

    @Test
    void noticesWithinTheLease() {
        try (GatewayRoom room = new GatewayRoom()) {
            room.liveWorker("w1");
            TestDoor door = room.client(null);
            long read = room.send(door, "process/read", READ);
            room.pass(Duration.ofMillis(2_600));
            assertThat(door.closed()).isNull();
            room.pass(Duration.ofMillis(250));
            assertThat(door.awaitClosed()).isEqualTo(CloseReason.WORKER_LOST);
            assertThat(door.awaitAnswer(read).result()).isEqualTo(FAILED);
        }
    }

    @Test
    void noticesAWorkerThatLeavesOrIsReplaced() {
        try (GatewayRoom room = new GatewayRoom()) {
            TestWorker one = room.liveWorker("w1");
            TestWorker other = room.liveWorker("w2");
            TestDoor first = room.client("w1");
            TestDoor second = room.client("w2");
            room.beat(one.beat(1, 0, 10, true, true));
            assertThat(first.awaitClosed()).isEqualTo(CloseReason.WORKER_LOST);
            assertThat(second.closed()).isNull();
            room.beat(other.beat(2, 0, 10, false, false));
            assertThat(second.awaitClosed()).isEqualTo(CloseReason.WORKER_LOST);
            TestDoor third = room.client("w2");
            assertThat(third.closed()).isNull();
        }
    }

    @Test
    void tellsAClientOfASilentWorkerNothingButToComeAgain() {
        try (GatewayRoom room = new GatewayRoom()) {
            Promise<Boolean> dead = Promise.promise();
            room.dead = dead.future();
            TestWorker worker = room.liveWorker("w1");
            TestDoor door = room.client(null);
            long read = room.send(door, "process/read", READ);
            room.missed(worker);
            assertThat(door.closed()).as("it may still turn out to be dead").isNull();
            dead.complete(false);
            assertThat(door.awaitClosed()).isEqualTo(CloseReason.WORKER_LOST);
            assertThat(door.answer(read)).isEmpty();
        }
    }

    @Test
    void doesNotWaitForPeersThatDoNotKnow() {
        try (GatewayRoom room = new GatewayRoom()) {
            room.dead = Promise.<Boolean>promise().future();
            TestWorker worker = room.liveWorker("w1");
            TestDoor door = room.client(null);
            room.missed(worker);
            room.pass(Duration.ofMillis(1_600));
            assertThat(door.awaitClosed()).isEqualTo(CloseReason.WORKER_LOST);
        }
    }

    @Test
    void letsClientsGoOfAWorkerThatIsHeardAgain() {
        try (GatewayRoom room = new GatewayRoom()) {
            room.dead = Promise.<Boolean>promise().future();
            TestWorker worker = room.liveWorker("w1");
            TestDoor door = room.client(null);
            room.missed(worker);
            room.beat(worker.beat(1, 10));
            assertThat(door.awaitClosed()).isEqualTo(CloseReason.WORKER_LOST);
            assertThat(room.client(null).closed()).isNull();
        }
    }

    @Test
    void opensSessionsElsewhere() {
        try (GatewayRoom room = new GatewayRoom()) {
            TestWorker one = room.liveWorker("w1");
            room.client(null);
            TestWorker other = room.liveWorker("w2");
            room.missed(one);
            TestDoor door = room.connect(null);
            Frame answer = door.awaitAnswer(room.initialize(door, null));
            assertThat(answer.result().getString("sessionId")).isEqualTo("w2-1");
            assertThat(other.opened).isEqualTo(1);
        }
    }

    @Test
    void takesBeatsThatWaitedForUsAsOnTime() {
        try (GatewayRoom room = new GatewayRoom()) {
            room.dead = Future.succeededFuture(true);
            room.liveWorker("w1");
            TestDoor door = room.client(null);
            room.freeze(Duration.ofMillis(1_500));
            room.tick();
            room.pass(Duration.ofMillis(2_400));
            assertThat(door.closed()).isNull();
        }
    }
}
