package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.execbus.protocol.StreamName;
import dev.execbus.sandbox.SandboxSettings;
import dev.execbus.testkit.Eventually;
import dev.execbus.testkit.Frame;
import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import dev.execbus.testkit.Transcript;
import dev.execbus.testkit.UpgradeRefusedException;
import dev.execbus.testkit.WebSocketWire;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one connection may do to a server, and what happens to the one that does more. */
@Timeout(60)
final class ConnectionLimitsTest {
    private static UpgradeRefusedException refused(TestServer server, Map<String, String> headers) {
        return catchThrowableOfType(UpgradeRefusedException.class, () -> WebSocketWire.connect(server.port(), headers));
    }

    /** A request of exactly so many bytes. */
    private static byte[] requestOf(int bytes) {
        String begin = "{\"id\":1,\"method\":\"initialize\",\"params\":{\"clientName\":\"";
        String end = "\"}}";
        return (begin + "x".repeat(bytes - begin.length() - end.length()) + end).getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void answersFiveThousandRequestsSentWithoutWaiting() {
        try (TestServer server = TestServer.start(new TestSettings());
                RpcClient client = server.client()) {
            List<CompletableFuture<Frame>> answers = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                answers.add(client.send("environment/status", null));
            }
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(RpcClient.await(answer).result())
                            .isEqualTo(new JsonObject().put("status", "ready")));
        }
    }

    @Test
    void refusesOneConnectionTooMany() throws IOException {
        try (TestServer server = TestServer.start(new TestSettings().connections(2));
                RpcClient first = server.client()) {
            RpcClient second = server.client();
            UpgradeRefusedException third = refused(server, Map.of());
            assertThat(List.of(third.status(), third.body()))
                    .isEqualTo(List.of(503, "the gateway has 2 connections, which is its limit"));

            second.drop();
            Eventually.holds("there is room again", Duration.ofSeconds(5), () -> refused(server, Map.of()) == null);
            assertThat(first.call("environment/status", null).result()).isNotNull();
        }
    }

    @Test
    void refusesOneSessionTooMany() throws IOException {
        try (TestServer server = TestServer.start(new TestSettings().sessions(1));
                RpcClient first = server.client();
                RpcClient second = RpcClient.connect(server.port(), Map.of())) {
            Frame answer = second.initialize("test", null);
            assertThat(List.of(answer.errorCode(), answer.errorMessage()))
                    .isEqualTo(List.of(-32021, "the worker has 1 sessions, which is its limit"));
            assertThat(first.call("environment/status", null).result()).isNotNull();
        }
    }

    @Test
    void refusesOneProcessTooMany() {
        try (TestServer server = TestServer.start(new TestSettings().perSession(2));
                RpcClient client = server.client()) {
            client.start(Start.of("a", "sleep", "60")).result();
            client.start(Start.of("b", "sleep", "60")).result();
            Frame answer = client.start(Start.of("c", "true"));
            assertThat(List.of(answer.errorCode(), answer.errorMessage()))
                    .isEqualTo(List.of(-32021, "the session has 2 processes, which is its limit"));
        }
    }

    @Test
    void takesAMessageAtTheLimitAndNoneAbove() throws IOException {
        try (TestServer server =
                        TestServer.start(new TestSettings().messageBytes(20_000).frameBytes(10_000));
                WebSocketWire fits = WebSocketWire.connect(server.port(), Map.of());
                WebSocketWire exceeds = WebSocketWire.connect(server.port(), Map.of())) {
            fits.sendPieces(requestOf(20_000), 10_000);
            assertThat(new JsonObject(new String(fits.next(), StandardCharsets.UTF_8))
                            .getJsonObject("result")
                            .getString("sessionId"))
                    .isNotEmpty();

            exceeds.sendPieces(requestOf(20_001), 10_000);
            assertThat(exceeds.next()).isNull();
            assertThat(exceeds.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void takesNoFrameAboveTheLimit() throws IOException {
        try (TestServer server =
                        TestServer.start(new TestSettings().messageBytes(20_000).frameBytes(10_000));
                WebSocketWire fits = WebSocketWire.connect(server.port(), Map.of());
                WebSocketWire exceeds = WebSocketWire.connect(server.port(), Map.of())) {
            fits.send(requestOf(10_000));
            assertThat(fits.next()).isNotNull();

            exceeds.send(requestOf(10_001));
            assertThat(exceeds.next()).isNull();
        }
    }

    @Test
    void letsOnlyKnownOriginsIn() throws IOException {
        try (TestServer server = TestServer.start(new TestSettings().allowedOrigins("https://console.example"))) {
            assertThat(List.of(
                            refused(server, Map.of("Origin", "https://evil.example"))
                                    .status(),
                            refused(server, Map.of("Origin", "null")).status()))
                    .containsExactly(403, 403);
            WebSocketWire.connect(server.port(), Map.of("Origin", "https://console.example"))
                    .close();
        }
    }

    @Test
    void endsTheConnectionOfAClientThatNotifiesWhatItMayNot() {
        try (TestServer server = TestServer.start(new TestSettings());
                RpcClient client = server.client()) {
            client.notify("process/unheardOf");
            assertThat(client.closeCode()).isEqualTo(1002);
            server.resumed(client.sessionId()).close();
        }
    }

    @Test
    void letsGoOfAPeerThatIsNotThereAnyMore() throws IOException {
        try (TestServer server =
                        TestServer.start(new TestSettings().pings(Duration.ofMillis(200), Duration.ofMillis(1_000)));
                WebSocketWire vanished = WebSocketWire.connect(server.port(), Map.of());
                RpcClient alive = server.client()) {
            vanished.answerNoPings();
            vanished.send(requestOf(100));
            JsonObject answer = new JsonObject(new String(vanished.next(), StandardCharsets.UTF_8));
            String sessionId = answer.getJsonObject("result").getString("sessionId");
            long begun = System.nanoTime();
            assertThat(vanished.next()).isNull();

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
            assertThat(vanished.closeCode()).isEqualTo(4002);
            server.resumed(sessionId).close();
            assertThat(alive.call("environment/status", null).result()).isNotNull();
        }
    }

    @Test
    void answersNothingToAPong() throws IOException {
        try (TestServer server = TestServer.start(new TestSettings());
                WebSocketWire wire = WebSocketWire.connect(server.port(), Map.of())) {
            wire.pong();
            wire.sendAroundAPong(requestOf(100));
            JsonObject answer = new JsonObject(new String(wire.next(), StandardCharsets.UTF_8));
            assertThat(answer.getJsonObject("result").getString("sessionId")).isNotNull();
        }
    }

    @Test
    void letsGoOfAClientThatDoesNotRead() {
        int size = 30 << 20;
        try (TestServer server = TestServer.start(new TestSettings().slowClient(Duration.ofMillis(500)));
                RpcClient slow = server.client()) {
            slow.start(Start.shell("p", Numbers.script(size)));
            OsProcess child = OsProcess.listed(slow).getFirst();
            slow.pause();
            child.awaitEnd();
            try (RpcClient next = server.resumed(slow.sessionId())) {
                JsonObject answer = next.read("p", 0);
                Eventually.holds(
                        "all is told",
                        Duration.ofSeconds(10),
                        () -> next.notifications().stream()
                                .anyMatch(frame -> frame.method().equals("process/closed")));
                assertThat(Numbers.sha256(Transcript.ofChunks("p", answer)
                                .followedBy(next.transcript("p"))
                                .inOrder()
                                .bytes(StreamName.STDOUT)))
                        .isEqualTo(Numbers.sha256(Numbers.bytes(size)));
            }
            slow.resume();
            assertThat(slow.closeCode()).isEqualTo(4001);
        }
    }

    @Test
    void tellsItsClientsThatItStops() {
        TestServer server = TestServer.start(new TestSettings());
        try (RpcClient client = server.client()) {
            server.close();
            assertThat(client.closeCode()).isEqualTo(1001);
        }
    }

    @Test
    void tellsItsHealth() throws IOException, InterruptedException {
        try (TestServer server = TestServer.start(new TestSettings());
                HttpClient http = HttpClient.newHttpClient()) {
            List<Integer> statuses = new ArrayList<>();
            for (String path : List.of("/livez", "/healthz", "/readyz", "/metrics", "/unknown", "/")) {
                URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
                statuses.add(http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode());
            }
            assertThat(statuses).containsExactly(200, 200, 200, 200, 404, 400);
        }
    }

    @Test
    void tellsWhoeverAsksWhatItCanDo() throws IOException, InterruptedException {
        try (TestServer server = TestServer.start(new TestSettings().sandboxMode(SandboxSettings.Mode.REFUSE));
                HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + server.port() + "/readyz?verbose");
            HttpResponse<String> answer =
                    http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(new JsonObject(answer.body()))
                    .isEqualTo(new JsonObject()
                            .put("status", "ready")
                            .put("version", "test")
                            .put("workers", 1)
                            .put(
                                    "sandbox",
                                    new JsonObject()
                                            .put("mechanism", "none")
                                            .put("detail", "the configuration refuses restricted policies")));
        }
    }
}
