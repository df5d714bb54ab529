package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.execbus.bus.Attachment;
import dev.execbus.bus.Beats;
import dev.execbus.bus.Beats.RollCall;
import dev.execbus.bus.Bus;
import dev.execbus.bus.BusMessage;
import dev.execbus.bus.ClientEvent;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.GatewayService.Deliver;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.Peers;
import dev.execbus.bus.ProcessEvent.Closed;
import dev.execbus.bus.ProcessEvent.Exited;
import dev.execbus.bus.ProcessEvent.Output;
import dev.execbus.bus.ProcessService.Started;
import dev.execbus.bus.SessionId;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ProcessMethods.StartResponse;
import dev.execbus.protocol.StreamName;
import dev.execbus.testkit.Eventually;
import dev.execbus.testkit.Frame;
import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Clients of Vert.x's bridge at a gateway as it is deployed. */
class EventBusDoorTest {
    private static final NodeName GATEWAY = new NodeName("node-0-1f");
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int MESSAGE_BYTES = 256 << 10;
    private static final String LISTED = "https://console.example.org";
    private static final List<String> OF_OTHERS = List.of(
            "execbus.processes.node",
            "execbus.sessions.node",
            "execbus.environment.node",
            "execbus.gateway." + GATEWAY,
            "execbus.beats",
            "execbus.client.1",
            "execbus.rpc.1",
            "__vertx.reply.1",
            "");

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = Bus.install(vertx);
    private final TestWorker worker = new TestWorker("node");
    private final List<String> addressed = new CopyOnWriteArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private TransportVerticle transport;

    @BeforeEach
    void keepTheLog() {
        log.start();
        loggers().forEach(logger -> logger.addAppender(log));
    }

    @AfterEach
    void close() {
        loggers().forEach(logger -> logger.detachAppender(log));
        GatewayRoom.await(vertx.close());
    }

    private static List<Logger> loggers() {
        return List.of((Logger) LoggerFactory.getLogger(EventBusDoor.class), (Logger)
                LoggerFactory.getLogger(EventBusRoutes.class));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void takesAClientFromStartToResume(boolean sockJs) {
        deploy(Access.open());
        worker.starting = Future.succeededFuture(new Started(new StartResponse("p\"\\é", "none")));
        String session;
        try (EventBusClient client = connect(sockJs)) {
            client.envelope(envelope("register", "execbus.client"));
            client.envelope(new JsonObject().put("type", "ping"));
            session = client.open(null);
            assertThat(session).isEqualTo("node-1");
            assertThat(client.call("process/start", Start.of("p\"\\é", "true").params())
                            .result())
                    .isEqualTo(new JsonObject().put("processId", "p\"\\é").put("sandboxType", "none"));
            deliver(
                    new Attachment(new SessionId(session), 1, GATEWAY, new ConnectionId(1)),
                    new Output("p\"\\é", 1, StreamName.STDOUT, ByteChunk.utf8("hi\n")),
                    new Exited("p\"\\é", 2, 0, null, false, null),
                    new Closed("p\"\\é", 3, List.of()));
            Eventually.holds("all is told", SOON, () -> client.received().size() == 3);
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
        Eventually.holds("the session is free", SOON, () -> worker.detached.size() == 1);
        try (EventBusClient client = connect(sockJs)) {
            assertThat(client.open(session)).isEqualTo(session);
            deliver(
                    new Attachment(new SessionId(session), 2, GATEWAY, new ConnectionId(2)),
                    new Closed("p\"\\é", 3, List.of()));
            Eventually.holds("it is told again", SOON, () -> client.received().size() == 1);
        }
        assertThat(log.list).isEmpty();
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

    @Test
    void saysWhyItEnds() {
        deploy(Access.open());
        try (EventBusClient raw = connect(false);
                EventBusClient sockJs = connect(true)) {
            raw.open(null);
            sockJs.open(null);
            GatewayRoom.await(transport.drain());
            assertThat(List.of(raw.closeCode(), sockJs.closeCode())).isEqualTo(List.of(1012, 1012));
            assertThat(sockJs.others()).isEqualTo(List.of("o", "c[1012,\"" + CloseReason.DRAINING.text() + "\"]"));
        }
        assertThat(worker.detached).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"send", "publish", "register", "unregister"})
    void refusesEveryOtherAddress(String type) {
        deploy(Access.open());
        try (EventBusClient victim = connect(false);
                EventBusClient client = connect(false)) {
            victim.open(null);
            client.open(null);
            OF_OTHERS.forEach(address -> client.envelope(envelope(type, address)
                    .put("body", new JsonObject().put("id", 1).put("method", "initialize"))));
            client.call("process/list", new JsonObject()).result();
            assertThat(addressed).as("nothing that is no message of the rooms").isEmpty();
            assertThat(worker.listed).as("only what was allowed").isEqualTo(1);
            assertThat(victim.received()).isEmpty();
            assertThat(client.received()).isEmpty();
            assertThat(victim.isOpen() && client.isOpen()).isTrue();
        }
        assertThat(log.list).as("logged once").hasSize(1);
    }

    @Test
    void refusesToPublishEvenToItsOwnAddresses() {
        deploy(Access.open());
        try (EventBusClient client = connect(false)) {
            JsonObject body = new JsonObject().put("id", 1).put("method", "initialize");
            client.envelope(envelope("publish", "execbus.rpc").put("body", body));
            client.envelope(envelope("publish", "execbus.client").put("body", body));
            client.open(null);
            assertThat(client.refusals()).isEqualTo(List.of("access_denied", "access_denied"));
        }
        assertThat(worker.opened).isEqualTo(1);
    }

    @Test
    void tellsTheHandlerThatIsRefused() {
        deploy(Access.open());
        try (EventBusClient client = connect(true)) {
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
    void takesNoHeaderForWhoSomebodyIs() {
        deploy(Access.open());
        try (EventBusClient victim = connect(false);
                EventBusClient client = connect(false)) {
            victim.open(null);
            JsonObject forged = new JsonObject()
                    .put("connection", "1")
                    .put("address", "execbus.client.1")
                    .put("session", "node-1");
            assertThat(client.call("initialize", EventBusClient.initialize(null), forged)
                            .result()
                            .getString("sessionId"))
                    .isEqualTo("node-2");
            deliver(
                    new Attachment(new SessionId("node-2"), 1, GATEWAY, new ConnectionId(2)),
                    new Closed("p", 1, List.of()));
            Eventually.holds(
                    "its own are its own", SOON, () -> client.received().size() == 1);
            assertThat(victim.received()).isEmpty();
        }
    }

    @Test
    void letsAClientGoThatGoesOnBeingRefused() {
        deploy(Access.open());
        try (EventBusClient other = connect(false);
                EventBusClient client = connect(false)) {
            other.open(null);
            for (int i = 0; i < 17; i++) {
                client.envelope(envelope("publish", "execbus.beats"));
            }
            assertThat(client.closeCode()).isEqualTo(1002);
            other.call("process/list", new JsonObject()).result();
        }
        assertThat(log.list).as("logged once").hasSize(1);
    }

    @Test
    void answersEveryRequestOfAFlood() {
        deploy(Access.open());
        try (EventBusClient client = connect(true)) {
            client.open(null);
            LongStream.range(1_000, 3_000)
                    .forEach(id -> client.send(new JsonObject()
                            .put("id", id)
                            .put("method", "process/list")
                            .put("params", new JsonObject())));
            Eventually.holds("all are answered", SOON, () -> client.received().size() == 2_000);
        }
        assertThat(log.list).isEmpty();
    }

    @Test
    void letsAClientGoWhoseMessageIsTooBig() {
        deploy(Access.open());
        try (EventBusClient other = connect(false);
                EventBusClient client = connect(false)) {
            other.open(null);
            client.open(null);
            String part = "x".repeat(MESSAGE_BYTES / 4);
            int parts = 0;
            while (parts < 8 && client.part(part)) {
                parts++;
            }
            assertThat(client.closeCode()).isIn(1009, 1006);
            other.call("process/list", new JsonObject()).result();
        }
        Eventually.holds("logged once", SOON, () -> log.list.size() == 1);
        assertThat(log.list.getFirst().getFormattedMessage()).contains(CloseReason.MESSAGE_TOO_BIG.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"no json", "[]", "{}", "{\"type\":7}", "{\"type\":\"send\"}", "{\"type\":\"ping\"} {}"})
    void refusesWhatIsNoEnvelopeAndGoesOn(String text) {
        deploy(Access.open());
        try (EventBusClient client = connect(false)) {
            client.text(text);
            client.open(null);
            assertThat(client.refusals()).hasSize(1);
        }
    }

    @Test
    void refusesFramesThatAreNotOfSockJs() {
        deploy(Access.open());
        try (EventBusClient client = connect(true)) {
            client.text("{\"type\":\"ping\"}");
            assertThat(client.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void answersWhatCannotBeTakenForARequest() {
        deploy(Access.open());
        try (EventBusClient client = connect(false)) {
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

    private static List<?> failure(EventBusClient client, JsonObject body) {
        Frame frame =
                new Frame(client.request("execbus.rpc", new JsonObject(), body).getJsonObject("body"));
        return List.of(frame.id(), frame.errorCode(), frame.errorMessage());
    }

    @Test
    void letsPagesInThatAreItsOwnOrAllowed() throws Exception {
        deploy(Access.open());
        for (String origin : List.of("http://127.0.0.1:" + transport.actualPort(), LISTED)) {
            try (EventBusClient client = EventBusClient.raw(transport.actualPort(), Map.of("Origin", origin))) {
                assertThat(client.open(null)).startsWith("node-");
            }
            HttpResponse<String> info = info(origin);
            assertThat(info.statusCode()).isEqualTo(200);
            assertThat(info.headers().firstValue("Access-Control-Allow-Origin")).contains(origin);
            assertThat(new JsonObject(info.body()).getBoolean("websocket")).isTrue();
        }
        assertThat(log.list).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "http://127.0.0.1:1", "null", "https://console.example.org.evil"})
    void refusesOtherPages(String origin) throws Exception {
        deploy(Access.open());
        assertThat(refusedStatus(Map.of("Origin", origin))).isEqualTo(403);
        assertThat(log.list).as("logged once").hasSize(1);
        assertThat(info(origin).statusCode()).isEqualTo(403);
        assertThat(worker.opened).isZero();
    }

    @Test
    void takesTheTokenWithTheFirstMessage() {
        deploy(CapabilityTokenAccess.ofToken("secret"));
        try (EventBusClient client = connect(true)) {
            client.envelope(envelope("register", "execbus.client"));
            assertThat(client.call(
                                    "initialize",
                                    EventBusClient.initialize(null),
                                    new JsonObject().put("Authorization", "Bearer secret"))
                            .result()
                            .getString("sessionId"))
                    .isEqualTo("node-1");
            client.send(new JsonObject().put("method", "initialized"));
            client.call("process/list", new JsonObject()).result();
        }
        try (EventBusClient client =
                EventBusClient.raw(transport.actualPort(), Map.of("Authorization", "Bearer secret"))) {
            assertThat(client.open(null)).isEqualTo("node-2");
        }
        assertThat(log.list).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer other", "Basic secret", "secret"})
    void letsNobodyDoAnythingWithoutTheToken(String authorization) {
        deploy(CapabilityTokenAccess.ofToken("secret"));
        try (EventBusClient client = connect(false)) {
            JsonObject headers =
                    authorization.isEmpty() ? new JsonObject() : new JsonObject().put("authorization", authorization);
            JsonObject refusal = client.request(
                    "execbus.rpc",
                    headers,
                    new JsonObject()
                            .put("id", 1)
                            .put("method", "initialize")
                            .put("params", EventBusClient.initialize(null)));
            assertThat(refusal.getString("message")).isEqualTo("access_denied");
            assertThat(client.closeCode()).isEqualTo(1008);
        }
        assertThat(worker.opened).isZero();
        assertThat(log.list).as("logged once").hasSize(1);
        assertThat(log.list.getFirst().getFormattedMessage()).doesNotContain("other", "Basic");
    }

    @Test
    void refusesAWrongTokenAtTheUpgrade() {
        deploy(CapabilityTokenAccess.ofToken("secret"));
        assertThat(refusedStatus(Map.of("Authorization", "Bearer other"))).isEqualTo(401);
    }

    @Test
    void takesLittleOfWhomItDoesNotKnow() {
        deploy(CapabilityTokenAccess.ofToken("secret"));
        try (EventBusClient client = connect(false)) {
            client.text(" ".repeat(Strangers.MESSAGE_BYTES + 1));
            assertThat(client.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void letsAClientGoThatSaysNothing() {
        List<CloseReason> gone = new CopyOnWriteArrayList<>();
        AtomicInteger early = new AtomicInteger(-1);
        HttpServer server = GatewayRoom.await(vertx.createHttpServer()
                .webSocketHandler(socket -> {
                    EventBusDoor door = new EventBusDoor(
                            new WebSocketDoor(socket, TransportSettings.DEFAULTS),
                            SocketFrames.RAW,
                            CapabilityTokenAccess.ofToken("secret"),
                            new Strangers(),
                            false,
                            "peer");
                    door.open(leaving(gone));
                    door.check(System.nanoTime() + Duration.ofSeconds(9).toNanos());
                    early.set(gone.size());
                    door.check(System.nanoTime() + Duration.ofSeconds(11).toNanos());
                })
                .listen(0, "127.0.0.1"));
        try (EventBusClient client = EventBusClient.raw(server.actualPort(), Map.of())) {
            assertThat(client.closeCode()).isEqualTo(1008);
        }
        assertThat(early).hasValue(0);
        Eventually.holds("nobody is waited for", SOON, () -> gone.equals(List.of(CloseReason.UNAUTHENTICATED)));
    }

    /** That it is gone may be noticed after its close frame. */
    private static Door.Visitor leaving(List<CloseReason> reasons) {
        return new Door.Visitor() {
            @Override
            public void received(byte[] bytes, int offset, int length) {}

            @Override
            public void inputEnded() {}

            @Override
            public void gone(CloseReason ours) {
                reasons.add(ours);
            }

            @Override
            public void drained() {}
        };
    }

    @Test
    void isNotThereUnlessItIsWanted() throws Exception {
        deploy(Access.open(), TransportSettings.DEFAULTS);
        assertThat(refusedStatus(Map.of())).isEqualTo(404);
        assertThat(info(null).statusCode()).isEqualTo(404);
    }

    @Test
    void countsAsAConnection() {
        deploy(Access.open(), settings(1));
        try (EventBusClient client = connect(false)) {
            client.open(null);
            assertThat(refusedStatus(Map.of())).isEqualTo(503);
        }
    }

    private EventBusClient connect(boolean sockJs) {
        int port = transport.actualPort();
        return sockJs ? EventBusClient.sockJs(port) : EventBusClient.raw(port, Map.of());
    }

    private static JsonObject envelope(String type, String address) {
        return new JsonObject().put("type", type).put("address", address);
    }

    private int refusedStatus(Map<String, String> headers) {
        Throwable[] refusal = new Throwable[1];
        assertThatThrownBy(() -> EventBusClient.raw(transport.actualPort(), headers))
                .isInstanceOf(CompletionException.class)
                .satisfies(thrown -> refusal[0] = thrown.getCause());
        return ((WebSocketHandshakeException) refusal[0]).getResponse().statusCode();
    }

    private HttpResponse<String> info(String origin) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + transport.actualPort() + "/eventbus/info?t=1"))
                .timeout(SOON);
        if (origin != null) {
            request.header("Origin", origin);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private void deliver(Attachment to, ClientEvent... events) {
        GatewayRoom.await(GatewayService.on(bus, GATEWAY, SOON).deliver(new Deliver(to, 1, List.of(events))));
    }

    private void deploy(Access access) {
        deploy(access, settings(TransportSettings.DEFAULTS.connections()));
    }

    private void deploy(Access access, TransportSettings settings) {
        GatewayRoom.await(vertx.deployVerticle(
                ignored -> worker.serve(bus).compose(served -> Beats.hear(bus, this::heard))));
        transport = new TransportVerticle(bus, GATEWAY, Peers.none(), "127.0.0.1", 0, access, settings);
        GatewayRoom.await(vertx.deployVerticle(transport));
        vertx.eventBus().addOutboundInterceptor(delivery -> {
            if (!(delivery.body() instanceof BusMessage)) {
                addressed.add(delivery.message().address());
            }
            delivery.next();
        });
    }

    private void heard(Beats.Message message) {
        if (message instanceof RollCall) {
            Beats.tell(bus, worker.beat(0, 10));
        }
    }

    private static TransportSettings settings(int connections) {
        TransportSettings defaults = TransportSettings.DEFAULTS;
        return new TransportSettings(
                MESSAGE_BYTES,
                MESSAGE_BYTES,
                connections,
                defaults.inFlight(),
                defaults.pingInterval(),
                defaults.pongTimeout(),
                defaults.slowClient(),
                Set.of(LISTED),
                defaults.lenientClients(),
                defaults.placementQueue(),
                defaults.placementWait(),
                defaults.silentWorker(),
                true);
    }
}
