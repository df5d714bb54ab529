package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.ClientEvent;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.GatewayService.Deliver;
import dev.execbus.bus.ProcessEvent.Closed;
import dev.execbus.bus.ProcessEvent.Exited;
import dev.execbus.bus.ProcessEvent.Output;
import dev.execbus.bus.ProcessService;
import dev.execbus.bus.SessionId;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.ProcessMethods.ProcessSummary;
import dev.execbus.protocol.ProcessMethods.StartResponse;
import dev.execbus.protocol.ProcessMethods.TerminateParams;
import dev.execbus.protocol.StreamName;
import dev.execbus.testkit.Frame;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandleRoomTest {
    private static final ProcessService.Started STARTED =
            new ProcessService.Started(new StartResponse("whatever", "none"));

    private static JsonObject spawn(String handle) {
        return new JsonObject()
                .put("command", new JsonArray().add("true"))
                .put("processHandle", handle)
                .put("cwd", "/");
    }

    private static JsonObject handle(String handle) {
        return new JsonObject().put("processHandle", handle);
    }

    private static TestDoor client(GatewayRoom room, String resumed) {
        TestDoor door = room.connect(null);
        room.call(
                        door,
                        "initialize",
                        new JsonObject()
                                .put("clientName", "test")
                                .put("resumeSessionId", resumed)
                                .put("capabilities", new JsonObject().put("experimentalApi", true)))
                .result();
        return door;
    }

    private static void deliver(GatewayRoom room, Attachment to, ClientEvent... events) {
        GatewayRoom.await(GatewayService.on(room.bus(), GatewayRoom.NAME, Duration.ofSeconds(10))
                .deliver(new Deliver(to, 0, List.of(events))));
    }

    private static String idOf(TestWorker worker) {
        return worker.asked.stream()
                .filter(ProcessService.Start.class::isInstance)
                .map(start -> ((ProcessService.Start) start).params().processId())
                .reduce((one, next) -> next)
                .orElseThrow();
    }

    private static Exited exited(String id) {
        return new Exited(id, 2, 3, null, false, null);
    }

    private static JsonObject told(String handle, boolean drainTimedOut) {
        return new JsonObject()
                .put("processHandle", handle)
                .put("exitCode", 3)
                .put("outputDrainTimedOut", drainTimedOut)
                .put("stdout", "out")
                .put("stdoutCapReached", false)
                .put("stderr", "")
                .put("stderrCapReached", false);
    }

    @Test
    void asksWhoMayUseThem() {
        try (GatewayRoom room = new GatewayRoom()) {
            room.liveWorker("w1");
            TestDoor stranger = room.connect(null);
            assertThat(room.call(stranger, "process/spawn", spawn("h")).errorMessage())
                    .isEqualTo("Not initialized");
            TestDoor ordinary = room.client(null);
            assertThat(room.call(ordinary, "process/kill", handle("h")).errorMessage())
                    .isEqualTo("process/kill requires experimentalApi capability");
        }
    }

    @Test
    void tellsInItsOwnDialectWhatHappensToAProcess() {
        try (GatewayRoom room = new GatewayRoom()) {
            TestWorker worker = room.liveWorker("w1");
            worker.starting = Future.succeededFuture(STARTED);
            TestDoor door = client(room, null);
            Attachment own = room.attachment("w1-1", 1);
            assertThat(room.call(door, "process/spawn", spawn("h")).result()).isEqualTo(new JsonObject());
            String id = idOf(worker);

            deliver(room, own, new Output(id, 1, StreamName.STDOUT, ByteChunk.utf8("out")), exited(id));
            assertThat(door.notifications()).isEmpty();
            deliver(room, own, new Closed(id, 3, List.of()), new Closed("other", 1, List.of()));
            assertThat(door.notifications()).containsExactly("process/exited", "process/closed");
            assertThat(door.last("process/exited").params()).isEqualTo(told("h", false));
            assertThat(room.call(door, "process/kill", handle("h")).errorMessage())
                    .isEqualTo("no active process for process handle \"h\"");
        }
    }

    @Test
    void waitsTwoSecondsForWhoeverHoldsTheOutput() {
        try (GatewayRoom room = new GatewayRoom()) {
            TestWorker worker = room.liveWorker("w1");
            worker.starting = Future.succeededFuture(STARTED);
            TestDoor door = client(room, null);
            Attachment own = room.attachment("w1-1", 1);
            room.call(door, "process/spawn", spawn("h"));
            String id = idOf(worker);
            deliver(room, own, new Output(id, 1, StreamName.STDOUT, ByteChunk.utf8("out")), exited(id));
            room.passWith(worker, Duration.ofSeconds(1));
            assertThat(door.notifications()).isEmpty();
            room.passWith(worker, Duration.ofSeconds(2));
            assertThat(door.last("process/exited").params()).isEqualTo(told("h", true));

            deliver(room, own, new Closed(id, 3, List.of()));
            assertThat(door.notifications()).hasSize(1);
            room.call(door, "process/spawn", spawn("h")).result();
        }
    }

    @Test
    void endsItsProcessesWithTheConnectionBeforeTheSessionIsFree() {
        try (GatewayRoom room = new GatewayRoom()) {
            TestWorker worker = room.liveWorker("w1");
            worker.starting = Promise.<ProcessService.Started>promise().future();
            TestDoor door = client(room, null);
            Attachment own = room.attachment("w1-1", 1);
            room.send(door, "process/spawn", spawn("h"));
            room.settle();
            room.on(() -> {
                door.close(CloseReason.PROTOCOL_VIOLATION);
                return null;
            });
            room.settle();
            assertThat(worker.asked)
                    .hasSize(2)
                    .endsWith(new ProcessService.Terminate(own, new TerminateParams(idOf(worker))));
            assertThat(worker.detached).hasSize(1);
        }
    }

    @Test
    void endsWhatALostConnectionHasLeftBehind() {
        try (GatewayRoom room = new GatewayRoom()) {
            TestWorker worker = room.liveWorker("w1");
            worker.sessions.put(new SessionId("s"), 4L);
            String id = "handle\u001f4/1";
            worker.processes = List.of(
                    new ProcessSummary(id, 1L, false, false, null, false, 1),
                    new ProcessSummary("p", 2L, false, false, null, false, 1));
            TestDoor door = client(room, "s");
            Attachment own = room.attachment("s", 5);
            room.settle();
            deliver(room, own, new Output(id, 1, StreamName.STDOUT, ByteChunk.utf8("out")));
            assertThat(worker.asked).containsExactly(new ProcessService.Terminate(own, new TerminateParams(id)));
            assertThat(door.notifications()).isEmpty();
        }
    }

    @Test
    void endsWhatWasLeftBehindOnceItIsHeardAlsoForOthers() {
        try (GatewayRoom room = new GatewayRoom()) {
            TestWorker worker = room.liveWorker("w1");
            worker.sessions.put(new SessionId("s"), 4L);
            TestDoor door = room.connect(null);
            door.awaitAnswer(room.initialize(door, "s"));
            Attachment own = room.attachment("s", 5);
            String id = "handle\u001f4/1";
            Output output = new Output(id, 1, StreamName.STDOUT, ByteChunk.utf8("out"));
            deliver(room, own, output, output);
            room.settle();
            assertThat(worker.listed).isZero();
            assertThat(worker.asked).containsExactly(new ProcessService.Terminate(own, new TerminateParams(id)));
            assertThat(door.notifications()).isEmpty();
        }
    }

    @Test
    void saysWhyAProcessIsNotStarted() {
        try (GatewayRoom room = new GatewayRoom()) {
            TestWorker worker = room.liveWorker("w1");
            TestDoor door = client(room, null);
            Frame refused = room.call(door, "process/spawn", spawn("h"));
            assertThat(List.of(refused.errorCode(), refused.errorMessage()))
                    .isEqualTo(List.of(-32603, "failed to spawn process: nothing is started here"));
            worker.starting = Future.failedFuture(ExecbusException.resourceExhausted("enough"));
            Frame full = room.call(door, "process/spawn", spawn("h"));
            assertThat(List.of(full.errorCode(), full.errorMessage()))
                    .isEqualTo(List.of(-32021, "failed to spawn process: enough"));
        }
    }
}
