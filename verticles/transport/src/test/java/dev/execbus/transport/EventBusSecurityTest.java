package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.ProcessEvent.Closed;
import dev.execbus.testkit.Eventually;
import dev.execbus.testkit.WebSocketWire;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a hostile client of the bridge tries once it is in: it is refused and told of once, and somebody else's stream goes
 * on meanwhile and loses nothing.
 */
class EventBusSecurityTest {
    private static final List<String> OF_OTHERS = List.of(
            "execbus.processes.node",
            "execbus.sessions.node",
            "execbus.environment.node",
            "execbus.files.node",
            "execbus.views.node",
            "execbus.gateway." + BrowserRoom.GATEWAY,
            "execbus.beats",
            "execbus.client.1",
            "execbus.rpc.1",
            "EXECBUS.RPC",
            " execbus.rpc",
            "__vertx.reply.1",
            "");

    private final BrowserRoom room = new BrowserRoom();
    private final Bystander bystander = room.bystander();

    @BeforeEach
    void onlyTheBystanderIsThere() {
        assertThat(room.worker().opened).isEqualTo(1);
    }

    @AfterEach
    void nothingElseIsAffected() {
        try (room) {
            assertThat(room.addressed())
                    .as("nothing that is no message of the rooms")
                    .isEmpty();
            bystander.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"send", "publish", "register", "unregister"})
    void refusesEveryOtherAddress(String type) {
        try (EventBusClient client = room.connect(false)) {
            client.open(null);
            int listed = room.worker().listed;
            OF_OTHERS.forEach(address -> client.envelope(BrowserRoom.envelope(type, address)
                    .put("body", new JsonObject().put("id", 1).put("method", "initialize"))));
            bystander.awaitMore();
            client.call("process/list", new JsonObject()).result();
            assertThat(room.worker().listed).as("only what was allowed").isEqualTo(listed + 2);
            assertThat(client.received()).isEmpty();
            assertThat(client.isOpen()).isTrue();
        }
        Eventually.holds("logged once", BrowserRoom.SOON, () -> room.logged().size() == 1);
    }

    @Test
    void refusesToPublishEvenToItsOwnAddresses() {
        try (EventBusClient client = room.connect(false)) {
            JsonObject body = new JsonObject().put("id", 1).put("method", "initialize");
            client.envelope(BrowserRoom.envelope("publish", "execbus.rpc").put("body", body));
            client.envelope(BrowserRoom.envelope("publish", "execbus.client").put("body", body));
            client.open(null);
            assertThat(client.refusals()).isEqualTo(List.of("access_denied", "access_denied"));
        }
        assertThat(room.worker().opened).isEqualTo(2);
        Eventually.holds("logged once", BrowserRoom.SOON, () -> room.logged().size() == 1);
    }

    @Test
    void refusesTheAddressOfAnotherClientsReply() {
        try (EventBusClient client = room.connect(false)) {
            client.open(null);
            client.envelope(BrowserRoom.envelope("send", "execbus.rpc")
                    .put("replyAddress", "execbus.client\",\"address\":\"x")
                    .put("body", new JsonObject().put("id", 1).put("method", "process/list")));
            client.call("process/list", new JsonObject()).result();
            assertThat(client.refusals()).isEqualTo(List.of("invalid_reply_address"));
        }
        Eventually.holds("logged once", BrowserRoom.SOON, () -> room.logged().size() == 1);
    }

    @Test
    void takesNoHeaderForWhoSomebodyIs() {
        try (EventBusClient client = room.connect(false)) {
            JsonObject forged = new JsonObject()
                    .put("connection", "1")
                    .put("address", "execbus.client.1")
                    .put("replyAddress", "execbus.client.1")
                    .put("session", "node-1")
                    .put("gateway", BrowserRoom.GATEWAY.value())
                    .put("epoch", 1);
            assertThat(client.call("initialize", EventBusClient.initialize(null), forged)
                            .result()
                            .getString("sessionId"))
                    .isEqualTo("node-2");
            room.deliver("node-2", 1, 2, 1, new Closed("p", 1, List.of()));
            Eventually.holds(
                    "its own are its own",
                    BrowserRoom.SOON,
                    () -> client.received().size() == 1);
        }
        assertThat(room.logged()).as("nothing was asked for").isEmpty();
    }

    @Test
    void letsAClientGoThatGoesOnBeingRefused() {
        try (EventBusClient client = room.connect(false)) {
            for (int i = 0; i < 17; i++) {
                client.envelope(BrowserRoom.envelope("publish", "execbus.beats"));
            }
            assertThat(client.closeCode()).isEqualTo(1002);
        }
        Eventually.holds("logged once", BrowserRoom.SOON, () -> room.logged().size() == 1);
    }

    @Test
    void serializesAFloodOfRequestsOfOneAndServesOthers() {
        try (EventBusClient client = room.connect(true)) {
            client.open(null);
            LongStream.range(1_000, 4_000)
                    .forEach(id -> client.send(new JsonObject()
                            .put("id", id)
                            .put("method", "process/list")
                            .put("params", new JsonObject())));
            bystander.awaitMore();
            Eventually.holds(
                    "all are answered",
                    BrowserRoom.SOON,
                    () -> client.received().size() == 3_000);
        }
        assertThat(room.logged()).isEmpty();
    }

    @Test
    void letsAClientGoThatFloodsWithTextsInOneFrame() {
        try (EventBusClient client = room.connect(true)) {
            JsonArray texts = new JsonArray();
            for (int i = 0; i < 2_000; i++) {
                texts.add("{\"type\":\"ping\"}");
            }
            client.text(texts.encode());
            assertThat(client.closeCode()).isEqualTo(1002);
        }
        Eventually.holds("logged once", BrowserRoom.SOON, () -> room.logged().size() == 1);
    }

    @Test
    void saysNoMoreOfAFloodOfClientsThanAnOperatorReads() {
        for (int i = 0; i < RefusalLog.MOST_LINES + 20; i++) {
            assertThat(room.refusedStatus(Map.of("Origin", "http://evil.example")))
                    .isEqualTo(403);
        }
        assertThat(room.logged()).hasSize(RefusalLog.MOST_LINES);
    }

    @Test
    void letsAClientGoWhoseMessageIsTooBig() {
        try (EventBusClient client = room.connect(false)) {
            client.open(null);
            String part = "x".repeat(BrowserRoom.MESSAGE_BYTES / 4);
            int parts = 0;
            while (parts < 8 && client.part(part)) {
                parts++;
            }
            assertThat(client.closeCode()).isIn(1009, 1006);
        }
        Eventually.holds("logged once", BrowserRoom.SOON, () -> room.logged().size() == 1);
        assertThat(room.logged().getFirst()).contains(CloseReason.MESSAGE_TOO_BIG.text());
    }

    @Test
    void letsAClientGoThatAnnouncesAGiantFrame() throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), room.port());
        try (WebSocketWire wire = WebSocketWire.connect(address, "/eventbus/websocket", Map.of(), BrowserRoom.SOON)) {
            wire.announce(BrowserRoom.MESSAGE_BYTES + 1);
            assertThat(wire.next()).isNull();
            assertThat(wire.closeCode()).isEqualTo(1009);
        }
        Eventually.holds("logged once", BrowserRoom.SOON, () -> room.logged().size() == 1);
    }

    @Test
    void takesOnlySoManyClientsAtATime() {
        List<EventBusClient> clients = new ArrayList<>();
        try (BrowserRoom small =
                new BrowserRoom(Access.open(), BrowserRoom.settings(8), ConsoleFiles.in("console-built"))) {
            for (int i = 0; i < 8; i++) {
                clients.add(small.connect(false));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(small.refusedStatus(Map.of())).isEqualTo(503);
            }
            clients.getFirst().open(null);
        } finally {
            clients.forEach(EventBusClient::close);
        }
    }
}
