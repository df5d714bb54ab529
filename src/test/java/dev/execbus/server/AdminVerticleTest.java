package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.Beats;
import dev.execbus.bus.Beats.GatewayBeat;
import dev.execbus.bus.Beats.WorkerBeat;
import dev.execbus.bus.Bus;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.SessionService;
import dev.execbus.testkit.Eventually;
import dev.execbus.transport.Access;
import dev.execbus.transport.CapabilityTokenAccess;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a bus without rooms, where the test beats for them. */
@Timeout(30)
final class AdminVerticleTest {
    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = Bus.install(vertx);
    private final NodeWatch watch = new NodeWatch(bus);
    private final HttpClient client = HttpClient.newHttpClient();
    private int port;

    @AfterEach
    void stop() {
        client.close();
        await(vertx.close());
    }

    @Test
    void isAliveFromTheBeginningAndReadyOnceItServes() {
        Readiness readiness = start(Role.WORKER, Access.open());

        assertThat(get("/livez")).isEqualTo("200 alive\n");
        assertThat(get("/readyz")).isEqualTo("503 starting\n");
        readiness.serving();
        assertThat(get("/readyz")).isEqualTo("200 ready\n");
        readiness.draining();
        assertThat(get("/readyz")).isEqualTo("503 draining\n");
        assertThat(get("/livez")).isEqualTo("200 alive\n");
    }

    @Test
    void aGatewayIsReadyWhileAWorkerLives() {
        Readiness readiness = start(Role.GATEWAY, Access.open());
        readiness.serving();

        assertThat(get("/readyz")).isEqualTo("503 no worker is known\n");
        beat(worker("w1", false));
        assertThat(get("/readyz")).isEqualTo("200 ready\n");
        beat(worker("w1", true));
        assertThat(get("/readyz")).isEqualTo("503 no worker is known\n");
    }

    @Test
    void aGatewayThatHearsNothingMoreIsNotReady() {
        start(Role.GATEWAY, Access.open()).serving();
        beat(worker("w1", false));

        Eventually.holds(
                "not ready", Duration.ofSeconds(10), () -> get("/readyz").startsWith("503"));
        assertThat(new JsonObject(get("/nodes").substring(4)).getJsonArray("nodes"))
                .extracting(node -> ((JsonObject) node).getString("state"))
                .containsExactly("lost");
    }

    @Test
    void showsAllNodes() {
        start(Role.SINGLE, Access.open());
        beat(worker("w1", false));
        beat(new GatewayBeat(new NodeName("g1-0"), 1, 3, true, false, "1.2"));

        JsonArray nodes = new JsonObject(get("/nodes").substring(4)).getJsonArray("nodes");
        nodes.forEach(
                node -> assertThat(((JsonObject) node).remove("lastBeatMs")).isInstanceOf(Integer.class));
        assertThat(nodes)
                .isEqualTo(new JsonArray()
                        .add(new JsonObject()
                                .put("role", "gateway")
                                .put("name", "g1-0")
                                .put("state", "draining")
                                .putNull("sessions")
                                .putNull("capacity")
                                .putNull("loadPercent")
                                .put("labels", new JsonArray())
                                .put("connections", 3)
                                .put("version", "1.2"))
                        .add(new JsonObject()
                                .put("role", "worker")
                                .put("name", "w1")
                                .put("state", "serving")
                                .put("sessions", 2)
                                .put("capacity", 10)
                                .put("loadPercent", 50)
                                .put("labels", new JsonArray().add("gpu"))
                                .putNull("connections")
                                .put("version", "1.2")));
    }

    @Test
    void showsTheSessionsOfThoseWhoAnswerAndNamesTheOthers() {
        start(Role.GATEWAY, Access.open());
        serve(
                "w1",
                Future.succeededFuture(new SessionService.Listed(List.of(
                        new SessionService.SessionSummary(
                                "7eb1a449…", new NodeName("w1"), new NodeName("g1-0"), 2, 1_500),
                        new SessionService.SessionSummary("99999999…", new NodeName("w1"), null, 1, 7)))));
        serve("w2", Promise.<SessionService.Listed>promise().future());
        beat(worker("w1", false));
        beat(worker("w2", false));
        beat(worker("w3", false));

        assertThat(new JsonObject(get("/sessions").substring(4)))
                .isEqualTo(new JsonObject()
                        .put(
                                "sessions",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("id", "7eb1a449…")
                                                .put("worker", "w1")
                                                .put("gateway", "g1-0")
                                                .put("epoch", 2)
                                                .put("ageMs", 1_500))
                                        .add(new JsonObject()
                                                .put("id", "99999999…")
                                                .put("worker", "w1")
                                                .putNull("gateway")
                                                .put("epoch", 1)
                                                .put("ageMs", 7)))
                        .put("unanswered", new JsonArray().add("w2").add("w3")));
    }

    @Test
    void noWorkersHaveNoSessions() {
        start(Role.GATEWAY, Access.open());

        assertThat(get("/sessions")).isEqualTo("200 {\"sessions\":[],\"unanswered\":[]}");
    }

    @Test
    void wantsTheTokenForEverythingButProbes() {
        start(Role.SINGLE, CapabilityTokenAccess.ofToken("abc")).serving();

        assertThat(get("/readyz")).isEqualTo("200 ready\n");
        assertThat(get("/nodes")).isEqualTo("401 ");
        assertThat(get("/nodes", "Authorization", "Bearer abd")).isEqualTo("401 ");
        assertThat(get("/nodes", "Authorization", "Bearer abc")).isEqualTo("200 {\"nodes\":[]}");
    }

    @Test
    void answersNoBrowserAndKnowsNoOtherPath() {
        start(Role.SINGLE, Access.open());

        assertThat(get("/nodes", "Origin", "https://example.org")).isEqualTo("403 ");
        assertThat(get("/nothing")).startsWith("404 ");
    }

    private Readiness start(Role role, Access access) {
        Readiness readiness = new Readiness(role);
        AdminVerticle admin = new AdminVerticle(
                new AdminAddress("127.0.0.1", 0),
                access,
                List.of(new ProbeRoutes(readiness, watch::nodes)),
                List.of(new NodesRoutes(watch::nodes), new SessionsRoutes(bus, watch::nodes)));
        await(vertx.deployVerticle(watch).compose(id -> vertx.deployVerticle(admin)));
        port = admin.actualPort();
        return readiness;
    }

    /** Returns when it was heard. */
    private void beat(Beats.Beat beat) {
        Beats.tell(bus, beat);
        Eventually.holds(
                "heard " + beat,
                Duration.ofSeconds(5),
                () -> beat.leaving()
                        == watch.nodes().stream().noneMatch(node -> node.beat().equals(beat)));
    }

    private void serve(String worker, Future<SessionService.Listed> answer) {
        await(SessionService.serve(bus, new NodeName(worker), new ListingOnly(answer)));
    }

    private static WorkerBeat worker(String name, boolean leaving) {
        return new WorkerBeat(new NodeName(name), 1, 2, 10, 50, List.of("gpu"), false, leaving, "1.2");
    }

    private String get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> answer = client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                    .get(10, TimeUnit.SECONDS);
            return answer.statusCode() + " " + answer.body();
        } catch (Exception e) {
            throw new AssertionError(path, e);
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private record ListingOnly(Future<Listed> answer) implements SessionService {
        @Override
        public Future<Attached> open(Open open) {
            return attached();
        }

        @Override
        public Future<Attached> resume(Resume resume) {
            return attached();
        }

        private static Future<Attached> attached() {
            Attachment nobody = null;
            return Future.succeededFuture(new Attached(nobody));
        }

        @Override
        public Future<Detached> detach(Detach detach) {
            return Future.succeededFuture(new Detached());
        }

        @Override
        public Future<Listed> list(ListSessions list) {
            return answer;
        }
    }
}
