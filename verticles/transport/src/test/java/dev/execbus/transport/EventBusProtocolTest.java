package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.ProcessEvent.Closed;
import dev.execbus.bus.ProcessEvent.Exited;
import dev.execbus.bus.ProcessEvent.Output;
import dev.execbus.bus.ProcessService.Started;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ProcessMethods.StartResponse;
import dev.execbus.protocol.StreamName;
import dev.execbus.testkit.Eventually;
import dev.execbus.testkit.Frame;
import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients of Vert.x's bridge say and hear. */
class EventBusProtocolTest {
    private final BrowserRoom room = new BrowserRoom();

    @AfterEach
    void close() {
        room.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void takesAClientFromStartToResume(boolean sockJs) {
        room.worker().starting = Future.succeededFuture(new Started(new StartResponse("p\"\\é", "none")));
        String session;
        try (EventBusClient client = room.connect(sockJs)) {
            client.envelope(BrowserRoom.envelope("register", "execbus.client"));
            client.envelope(new JsonObject().put("type", "ping"));
            session = client.open(null);
            assertThat(session).isEqualTo("node-1");
            assertThat(client.call("process/start", Start.of("p\"\\é", "true").params())
                            .result())
                    .isEqualTo(new JsonObject().put("processId", "p\"\\é").put("sandboxType", "none"));
            room.deliver(
                    session,
                    1,
                    1,
                    1,
                    new Output("p\"\\é", 1, StreamName.STDOUT, ByteChunk.utf8("hi\n")),
                    new Exited("p\"\\é", 2, 0, null, false, null),
                    new Closed("p\"\\é", 3, List.of()));
            Eventually.holds(
                    "all is told", BrowserRoom.SOON, () -> client.received().size() == 3);
            assertThat(client.received())
                    .isEqualTo(List.of(
                            notification(
                                    "process/output",
                                    new JsonObject()
                                            .put("seq", 1)
                                            .put("stream", "stdout")
                                            .put("chunk", "aGkK")),
                            notification(
                                    "process/exited",
                                    new JsonObject()
                                            .put("seq", 2)
                                            .put("exitCode", 0)
                                            .put("sandboxDenied", false)),
                            notification("process/closed", new JsonObject().put("seq", 3))));
            assertThat(client.refusals()).isEmpty();
        }
        Eventually.holds(
                "the session is free",
                BrowserRoom.SOON,
                () -> room.worker().detached.size() == 1);
        try (EventBusClient client = room.connect(sockJs)) {
            assertThat(client.open(session)).isEqualTo(session);
            room.deliver(session, 2, 2, 1, new Closed("p\"\\é", 3, List.of()));
            Eventually.holds(
                    "it is told again",
                    BrowserRoom.SOON,
                    () -> client.received().size() == 1);
        }
        assertThat(room.logged()).isEmpty();
    }

    @Test
    void saysWhyItEnds() {
        try (EventBusClient raw = room.connect(false);
                EventBusClient sockJs = room.connect(true)) {
            raw.open(null);
            sockJs.open(null);
            GatewayRoom.await(room.transport().drain());
            assertThat(List.of(raw.closeCode(), sockJs.closeCode())).isEqualTo(List.of(1012, 1012));
            assertThat(sockJs.others()).isEqualTo(List.of("o", "c[1012,\"" + CloseReason.DRAINING.text() + "\"]"));
        }
        assertThat(room.worker().detached).hasSize(2);
    }

    @Test
    void tellsTheHandlerThatIsRefused() {
        try (EventBusClient client = room.connect(true)) {
            JsonObject refusal = client.request("execbus.beats", new JsonObject(), new JsonObject());
            refusal.remove("address");
            assertThat(refusal)
                    .isEqualTo(new JsonObject()
                            .put("type", "err")
                            .put("failureCode", -1)
                            .put("failureType", "RECIPIENT_FAILURE")
                            .put("message", "access_denied")
                            .put("body", "access_denied"));
        }
    }

    @Test
    void answersEveryRequestOfAFlood() {
        try (EventBusClient client = room.connect(true)) {
            client.open(null);
            LongStream.range(1_000, 3_000)
                    .forEach(id -> client.send(new JsonObject()
                            .put("id", id)
                            .put("method", "process/list")
                            .put("params", new JsonObject())));
            Eventually.holds(
                    "all are answered",
                    BrowserRoom.SOON,
                    () -> client.received().size() == 2_000);
        }
        assertThat(room.logged()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no json", "[]", "{}", "{\"type\":7}", "{\"type\":\"send\"}", "{\"type\":\"ping\"} {}"})
    void refusesWhatIsNoEnvelopeAndGoesOn(String text) {
        try (EventBusClient client = room.connect(false)) {
            client.text(text);
            client.open(null);
            assertThat(client.refusals()).hasSize(1);
        }
    }

    @Test
    void refusesFramesThatAreNotOfSockJs() {
        try (EventBusClient client = room.connect(true)) {
            client.text("{\"type\":\"ping\"}");
            assertThat(client.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void answersWhatCannotBeTakenForARequest() {
        try (EventBusClient client = room.connect(false)) {
            client.open(null);
            assertThat(failure(client, new JsonObject().put("method", "process/list")))
                    .isEqualTo(List.of(-1L, -32600, "what is to be answered needs an id, a string or an integer"));
            assertThat(failure(client, new JsonObject().put("id", 7).put("methods", "x")))
                    .isEqualTo(List.of(
                            -1L, -32600, "failed to parse JSON-RPC message from the event bus: missing field `error`"));
            JsonObject read = new JsonObject()
                    .put("id", 8)
                    .put("method", "process/read")
                    .put("params", RpcClient.of("p").put("waitMs", 60_000));
            client.send(read);
            assertThat(failure(client, read)).isEqualTo(List.of(8L, -32600, "a request with this id is under way"));
        }
    }

    @Test
    void isNotThereUnlessItIsWanted() {
        try (BrowserRoom plain =
                new BrowserRoom(Access.open(), TransportSettings.DEFAULTS, ConsoleFiles.in("console-built"))) {
            assertThat(plain.refusedStatus(Map.of())).isEqualTo(404);
            assertThat(RawAnswer.get(plain.port(), "/eventbus/info").status()).isEqualTo(404);
        }
    }

    @Test
    void countsAsAConnection() {
        try (BrowserRoom small =
                        new BrowserRoom(Access.open(), BrowserRoom.settings(1), ConsoleFiles.in("console-built"));
                EventBusClient client = small.connect(false)) {
            client.open(null);
            assertThat(small.refusedStatus(Map.of())).isEqualTo(503);
        }
    }

    private static JsonObject notification(String method, JsonObject params) {
        return new JsonObject()
                .put("type", "rec")
                .put("address", "execbus.client")
                .put(
                        "body",
                        new JsonObject()
                                .put("method", method)
                                .put(
                                        "params",
                                        new JsonObject()
                                                .put("processId", "p\"\\é")
                                                .mergeIn(params)));
    }

    private static List<?> failure(EventBusClient client, JsonObject body) {
        Frame frame =
                new Frame(client.request("execbus.rpc", new JsonObject(), body).getJsonObject("body"));
        return List.of(frame.id(), frame.errorCode(), frame.errorMessage());
    }
}
