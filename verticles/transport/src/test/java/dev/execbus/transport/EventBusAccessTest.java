package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.testkit.Eventually;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may come to the event-bus door: pages by their origin and host, everybody by what it says of itself. */
class EventBusAccessTest {
    private static final Access SECRET = CapabilityTokenAccess.ofToken("secret");
    private static final Map<String, String> WITH_SECRET = Map.of("Authorization", "Bearer secret");

    @Test
    void letsPagesInThatAreItsOwnOrAllowed() {
        try (BrowserRoom room = new BrowserRoom()) {
            for (String origin : List.of("http://127.0.0.1:" + room.port(), BrowserRoom.LISTED)) {
                try (EventBusClient client = EventBusClient.raw(room.port(), Map.of("Origin", origin))) {
                    assertThat(client.open(null)).startsWith("node-");
                }
                RawAnswer info = info(room, Map.of("Origin", origin));
                assertThat(info.status()).isEqualTo(200);
                assertThat(info.headers()).containsEntry("Access-Control-Allow-Origin", origin);
                assertThat(new JsonObject(info.body()).getBoolean("websocket")).isTrue();
            }
            assertThat(room.logged()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "http://127.0.0.1:1", "null", "https://console.example.org.evil"})
    void refusesOtherPages(String origin) {
        try (BrowserRoom room = new BrowserRoom();
                Bystander bystander = room.bystander()) {
            assertThat(room.refusedStatus(Map.of("Origin", origin))).isEqualTo(403);
            Eventually.holds(
                    "logged once", BrowserRoom.SOON, () -> room.logged().size() == 1);
            assertThat(info(room, Map.of("Origin", origin)).status()).isEqualTo(403);
            bystander.awaitMore();
            assertThat(room.worker().opened).as("the bystander's").isEqualTo(1);
        }
    }

    /** A page of somebody whose name leads here is of the same origin as what it finds here. */
    @Test
    void refusesPagesOfANameThatLeadsHereWhereNobodyIsAsked() {
        Map<String, String> rebound = Map.of("Host", "evil.example", "Origin", "http://evil.example");
        try (BrowserRoom room = new BrowserRoom()) {
            assertThat(info(room, rebound).status()).isEqualTo(403);
            assertThat(upgraded(room, rebound, "execbus, execbus.bearer.anything"))
                    .as("a token that nobody asks for changes nothing")
                    .isEqualTo(403);
            assertThat(upgraded(
                            room,
                            Map.of("Host", BrowserRoom.NAMED, "Origin", "http://" + BrowserRoom.NAMED),
                            "execbus"))
                    .isEqualTo(101);
        }
        try (BrowserRoom room = new BrowserRoom(SECRET)) {
            assertThat(upgraded(room, rebound, "execbus, execbus.bearer.secret"))
                    .as("who has the token may call us what it likes")
                    .isEqualTo(101);
        }
    }

    private static int upgraded(BrowserRoom room, Map<String, String> headers, String protocols) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Sec-WebSocket-Protocol", protocols);
        return RawAnswer.upgrade(room.port(), "/eventbus/websocket", all).status();
    }

    @Test
    void takesTheTokenWithTheFirstMessage() {
        try (BrowserRoom room = new BrowserRoom(SECRET);
                EventBusClient client = room.connect(true)) {
            client.envelope(BrowserRoom.envelope("register", "execbus.client"));
            assertThat(client.call(
                                    "initialize",
                                    EventBusClient.initialize(null),
                                    new JsonObject().put("Authorization", "Bearer secret"))
                            .result()
                            .getString("sessionId"))
                    .isEqualTo("node-1");
            client.send(new JsonObject().put("method", "initialized"));
            client.call("process/list", new JsonObject()).result();
            assertThat(room.logged()).isEmpty();
        }
    }

    @Test
    void takesTheTokenWithTheUpgrade() {
        try (BrowserRoom room = new BrowserRoom(SECRET)) {
            try (EventBusClient client = EventBusClient.raw(room.port(), WITH_SECRET)) {
                assertThat(client.open(null)).isEqualTo("node-1");
            }
            try (EventBusClient client = EventBusClient.offering(room.port(), "secret")) {
                assertThat(client.subprotocol()).isEqualTo("execbus");
                assertThat(client.open(null)).isEqualTo("node-2");
            }
            assertThat(room.logged()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer other", "Basic secret", "secret"})
    void letsNobodyDoAnythingWithoutTheToken(String authorization) {
        try (BrowserRoom room = new BrowserRoom(SECRET);
                Bystander bystander = new Bystander(room, WITH_SECRET)) {
            try (EventBusClient client = room.connect(false)) {
                JsonObject headers = authorization.isEmpty()
                        ? new JsonObject()
                        : new JsonObject().put("authorization", authorization);
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
            bystander.awaitMore();
            assertThat(room.worker().opened).as("the bystander's").isEqualTo(1);
            Eventually.holds(
                    "logged once", BrowserRoom.SOON, () -> room.logged().size() == 1);
            assertThat(room.logged().getFirst()).doesNotContain("other", "Basic", "secret");
        }
    }

    @Test
    void takesNoTokenFromTheAddress() {
        try (BrowserRoom room = new BrowserRoom(SECRET)) {
            String path = "/eventbus/websocket?token=secret&access_token=secret&Authorization=Bearer%20secret";
            assertThat(RawAnswer.upgrade(room.port(), path, Map.of("Authorization", "Bearer other"))
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void refusesAWrongTokenAtTheUpgrade() {
        try (BrowserRoom room = new BrowserRoom(SECRET);
                Bystander bystander = new Bystander(room, WITH_SECRET)) {
            assertThat(room.refusedStatus(Map.of("Authorization", "Bearer other")))
                    .isEqualTo(401);
            bystander.awaitMore();
            Eventually.holds(
                    "logged once", BrowserRoom.SOON, () -> room.logged().size() == 1);
            assertThat(room.logged().getFirst()).doesNotContain("Bearer other");
        }
    }

    @Test
    void takesLittleOfWhomItDoesNotKnow() {
        try (BrowserRoom room = new BrowserRoom(SECRET);
                Bystander bystander = new Bystander(room, WITH_SECRET)) {
            try (EventBusClient client = room.connect(false)) {
                client.text(" ".repeat(Strangers.MESSAGE_BYTES + 1));
                assertThat(client.closeCode()).isEqualTo(1009);
            }
            bystander.awaitMore();
            Eventually.holds(
                    "logged once", BrowserRoom.SOON, () -> room.logged().size() == 1);
        }
    }

    @Test
    void takesFewWhomItDoesNotKnowAndThoseItKnowsAllTheSame() {
        List<EventBusClient> strangers = new ArrayList<>();
        try (BrowserRoom room = new BrowserRoom(SECRET);
                Bystander bystander = new Bystander(room, WITH_SECRET)) {
            for (int i = 0; i < 256; i++) {
                strangers.add(room.connect(false));
            }
            assertThat(room.refusedStatus(Map.of())).isEqualTo(503);
            bystander.awaitMore();
            Eventually.holds(
                    "logged once", BrowserRoom.SOON, () -> room.logged().size() == 1);
            EventBusClient.raw(room.port(), WITH_SECRET).close();
        } finally {
            strangers.forEach(EventBusClient::close);
        }
    }

    @Test
    void letsAClientGoThatSaysNothing() {
        List<CloseReason> gone = new CopyOnWriteArrayList<>();
        AtomicInteger early = new AtomicInteger(-1);
        try (BrowserRoom room = new BrowserRoom()) {
            HttpServer server = GatewayRoom.await(room.vertx()
                    .createHttpServer()
                    .webSocketHandler(socket -> {
                        EventBusDoor door = new EventBusDoor(
                                new WebSocketDoor(socket, TransportSettings.DEFAULTS, null),
                                SocketFrames.RAW,
                                new BridgeIdentity(new Admission(SECRET, ShareCheck.NONE), new Strangers(), null),
                                new RefusalLog(System::nanoTime),
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
            Eventually.holds(
                    "nobody is waited for", BrowserRoom.SOON, () -> gone.equals(List.of(CloseReason.UNAUTHENTICATED)));
        }
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

    private static RawAnswer info(BrowserRoom room, Map<String, String> headers) {
        return RawAnswer.to(room.port(), "GET", "/eventbus/info?t=1", headers);
    }
}
