package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.testkit.Eventually;
import dev.execbus.testkit.WebSocketWire;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The way in for the console's pages, and for clients that say who they are by a subprotocol. */
class ConsoleSocketTest {
    private static final String PATH = "/console/rpc";
    private static final String PROTOCOLS = "Sec-WebSocket-Protocol";
    private static final Access SECRET = CapabilityTokenAccess.ofToken("secret/=");
    private static final String OFFERING_SECRET = "execbus, execbus.bearer.secret%2F%3D";

    private static RawAnswer ownPage(BrowserRoom room, String path, String protocols) {
        return RawAnswer.upgrade(
                room.port(), path, Map.of("Origin", "http://127.0.0.1:" + room.port(), PROTOCOLS, protocols));
    }

    private static WebSocketWire wire(BrowserRoom room, String path, Map<String, String> headers) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), room.port());
        return WebSocketWire.connect(address, path, headers, BrowserRoom.SOON);
    }

    private static String initialized(WebSocketWire wire) throws IOException {
        wire.send("{\"id\":1,\"method\":\"initialize\",\"params\":{\"clientName\":\"page\"}}");
        return new JsonObject(new String(wire.next(), StandardCharsets.UTF_8))
                .getJsonObject("result")
                .getString("sessionId");
    }

    @ParameterizedTest
    @ValueSource(strings = {PATH, "/environments/node/console/rpc"})
    void takesItsOwnPagesWithTheToken(String path) throws IOException {
        try (BrowserRoom room = new BrowserRoom(SECRET)) {
            RawAnswer upgraded = ownPage(room, path, OFFERING_SECRET);
            assertThat(upgraded.status()).isEqualTo(101);
            assertThat(upgraded.headers()).containsEntry(PROTOCOLS, "execbus");
            try (WebSocketWire wire =
                    wire(room, path, Map.of("Origin", "http://127.0.0.1:" + room.port(), PROTOCOLS, OFFERING_SECRET))) {
                assertThat(initialized(wire)).isEqualTo("node-1");
            }
            assertThat(room.logged()).isEmpty();
        }
    }

    @Test
    void takesItsOwnPagesWithoutATokenWhereNobodyIsAsked() throws IOException {
        try (BrowserRoom room = new BrowserRoom();
                WebSocketWire wire = wire(room, PATH, Map.of("Origin", "http://127.0.0.1:" + room.port()))) {
            assertThat(initialized(wire)).isEqualTo("node-1");
        }
    }

    @Test
    void takesTheTokenOfAClientThatIsNoPageAtTheOrdinaryDoor() throws IOException {
        try (BrowserRoom room = new BrowserRoom(SECRET)) {
            RawAnswer upgraded = RawAnswer.upgrade(room.port(), "/", Map.of(PROTOCOLS, OFFERING_SECRET));
            assertThat(upgraded.status()).isEqualTo(101);
            assertThat(upgraded.headers()).containsEntry(PROTOCOLS, "execbus");
            try (WebSocketWire wire = wire(room, "/", Map.of(PROTOCOLS, OFFERING_SECRET))) {
                assertThat(initialized(wire)).isEqualTo("node-1");
            }
            assertThat(ownPage(room, "/", OFFERING_SECRET).status())
                    .as("pages have the console's door")
                    .isEqualTo(403);
        }
    }

    @Test
    void choosesNothingThatIsNotItsOwn() {
        try (BrowserRoom room = new BrowserRoom()) {
            RawAnswer upgraded = RawAnswer.upgrade(room.port(), "/", Map.of(PROTOCOLS, "mqtt, vertxbus"));
            assertThat(upgraded.status()).isEqualTo(101);
            assertThat(upgraded.headers()).doesNotContainKey(PROTOCOLS);
            assertThat(RawAnswer.upgrade(room.port(), "/", Map.of()).headers()).doesNotContainKey(PROTOCOLS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "http://127.0.0.1:1", "null", "http://localhost"})
    void refusesOtherPages(String origin) {
        try (BrowserRoom room = new BrowserRoom(SECRET);
                Bystander bystander = new Bystander(room, Map.of("Authorization", "Bearer secret/="))) {
            RawAnswer refusal =
                    RawAnswer.upgrade(room.port(), PATH, Map.of("Origin", origin, PROTOCOLS, OFFERING_SECRET));
            assertThat(List.of(refusal.status(), refusal.body())).isEqualTo(List.of(403, PageCheck.OTHER_ORIGIN));
            bystander.awaitMore();
            assertThat(room.worker().opened).as("the bystander's").isEqualTo(1);
            Eventually.holds(
                    "logged once", BrowserRoom.SOON, () -> room.logged().size() == 1);
            assertThat(room.logged().getFirst()).contains(origin).doesNotContain("secret");
        }
    }

    @Test
    void refusesPagesOfANameThatLeadsHereWhereNobodyIsAsked() {
        Map<String, String> rebound =
                Map.of("Host", "evil.example", "Origin", "http://evil.example", PROTOCOLS, OFFERING_SECRET);
        try (BrowserRoom room = new BrowserRoom()) {
            RawAnswer refusal = RawAnswer.upgrade(room.port(), PATH, rebound);
            assertThat(List.of(refusal.status(), refusal.body())).isEqualTo(List.of(403, PageCheck.OTHER_HOST));
            assertThat(RawAnswer.upgrade(
                                    room.port(),
                                    PATH,
                                    Map.of("Host", BrowserRoom.NAMED, "Origin", "https://" + BrowserRoom.NAMED))
                            .status())
                    .isEqualTo(101);
        }
        try (BrowserRoom room = new BrowserRoom(SECRET)) {
            assertThat(RawAnswer.upgrade(room.port(), PATH, rebound).status()).isEqualTo(101);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "execbus | 401 | missing websocket bearer token",
                "execbus, execbus.bearer.other | 401 | invalid websocket bearer token",
                "execbus, execbus.bearer. | 400 | the token in the subprotocol is empty",
                "execbus, execbus.bearer.a%0D%0Ab | 401 | invalid authorization header",
                "execbus.bearer.secret%2F%3D | 400 | offer the subprotocol `execbus` beside the one with the token",
                "execbus, execbus.bearer.%zz | 400 | the token in the subprotocol is not percent-encoded well"
            })
    void refusesPrecisely(String protocols, int status, String words) {
        try (BrowserRoom room = new BrowserRoom(SECRET)) {
            RawAnswer refusal = ownPage(room, PATH, protocols);
            assertThat(List.of(refusal.status(), refusal.body())).isEqualTo(List.of(status, words));
            assertThat(room.worker().opened).isZero();
            assertThat(room.logged()).hasSize(status == 401 ? 1 : 0).allMatch(line -> line.contains(words));
        }
    }

    @Test
    void takesNoTokenFromTheAddress() {
        try (BrowserRoom room = new BrowserRoom(SECRET)) {
            String path = PATH + "?token=secret%2F%3D&access_token=secret/=&execbus.bearer.secret%2F%3D";
            assertThat(ownPage(room, path, "execbus").status()).isEqualTo(401);
        }
    }

    @Test
    void knowsAShareFromAWrongToken() {
        try (BrowserRoom room = new BrowserRoom(SECRET)) {
            assertThat(ownPage(room, PATH, "execbus, execbus.bearer.a-share").status())
                    .isEqualTo(101);
            assertThat(ownPage(room, PATH, "execbus, execbus.bearer.another-share")
                            .status())
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "HEAD", "OPTIONS"})
    void takesNoOtherMethod(String method) {
        try (BrowserRoom room = new BrowserRoom()) {
            assertThat(RawAnswer.to(room.port(), method, PATH, Map.of()).status())
                    .isEqualTo(405);
        }
    }

    @Test
    void saysWhatAnOrdinaryRequestLacks() {
        try (BrowserRoom room = new BrowserRoom()) {
            RawAnswer answer = RawAnswer.get(room.port(), PATH);
            assertThat(List.of(answer.status(), answer.body()))
                    .isEqualTo(List.of(400, "Connection header did not include 'upgrade'"));
        }
    }

    @Test
    void letsAClientGoThatAnnouncesAGiantFrame() throws IOException {
        try (BrowserRoom room = new BrowserRoom();
                Bystander bystander = room.bystander();
                WebSocketWire wire = wire(room, PATH, Map.of())) {
            wire.announce(BrowserRoom.MESSAGE_BYTES + 1);
            assertThat(wire.next()).isNull();
            assertThat(wire.closeCode()).isEqualTo(1009);
            bystander.awaitMore();
        }
    }

    @Test
    void outlastsAFloodOfUpgrades() throws IOException {
        List<WebSocketWire> all = new ArrayList<>();
        try (BrowserRoom room =
                        new BrowserRoom(Access.open(), BrowserRoom.settings(20), ConsoleFiles.in("console-built"));
                Bystander bystander = room.bystander()) {
            for (int i = 0; i < 19; i++) {
                all.add(wire(room, PATH, Map.of()));
            }
            for (int i = 0; i < 200; i++) {
                assertThat(RawAnswer.upgrade(room.port(), PATH, Map.of()).status())
                        .isEqualTo(503);
            }
            bystander.awaitMore();
        } finally {
            for (WebSocketWire wire : all) {
                wire.close();
            }
        }
    }
}
