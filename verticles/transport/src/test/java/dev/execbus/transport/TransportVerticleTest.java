package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.Beats;
import dev.execbus.bus.Beats.GatewayBeat;
import dev.execbus.bus.Beats.RollCall;
import dev.execbus.bus.Bus;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.Peers;
import dev.execbus.testkit.Eventually;
import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.UpgradeRefusedException;
import dev.execbus.testkit.WebSocketWire;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A gateway that is alone with a worker, as it is deployed. */
class TransportVerticleTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = Bus.install(vertx);
    private final TestWorker worker = new TestWorker("node");
    private final List<GatewayBeat> beats = new CopyOnWriteArrayList<>();
    private final TransportVerticle transport = new TransportVerticle(
            bus, new NodeName("node-0-1f"), Peers.none(), "127.0.0.1", 0, Access.open(), TransportSettings.DEFAULTS);

    @AfterEach
    void close() {
        GatewayRoom.await(vertx.close());
    }

    @Test
    void isReadyWithItsWorkerAndServesClients() throws Exception {
        deployWorker();
        deploy();
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        assertThat(new JsonObject(get("/readyz?verbose").body()))
                .isEqualTo(new JsonObject()
                        .put("status", "ready")
                        .put("version", "test")
                        .put("workers", 1)
                        .put(
                                "sandbox",
                                new JsonObject().put("mechanism", "none").put("detail", "a test")));
        try (RpcClient client = RpcClient.open(transport.actualPort())) {
            assertThat(client.sessionId()).isEqualTo("node-1");
        }
    }

    @Test
    void listensWithoutAWorkerButIsNotReady() throws Exception {
        deploy();
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        deployWorker();
        Beats.tell(bus, worker.beat(0, 10));
        Eventually.holds("the worker is noticed", SOON, () -> status("/readyz") == 200);
    }

    @Test
    void takesClientsWhereEnvironmentsAre() throws Exception {
        deployWorker();
        deploy();
        assertThat(status("/environments/node")).isEqualTo(400);
        assertThat(status("/environments/no%2Fde")).isEqualTo(404);
        assertThat(status("/environments/")).isEqualTo(404);
        assertThat(status("/other")).isEqualTo(404);
    }

    @Test
    void drains() throws Exception {
        deployWorker();
        deploy();
        try (RpcClient client = RpcClient.open(transport.actualPort())) {
            GatewayRoom.await(transport.drain());
            assertThat(client.closeCode()).isEqualTo(1012);
        }
        assertThat(worker.detached).hasSize(1);
        assertThat(status("/readyz")).isEqualTo(503);
        assertThat(refusedStatus()).isEqualTo(503);
        assertThat(beats.getLast().draining()).isTrue();
    }

    @Test
    void saysWhenItComesAndWhenItGoes() {
        deployWorker();
        String deployment = deploy();
        Eventually.holds("it beats", SOON, () -> !beats.isEmpty());
        GatewayRoom.await(vertx.undeploy(deployment));
        Eventually.holds("it says goodbye", SOON, () -> beats.getLast().leaving());
        assertThat(beats.getLast())
                .isEqualTo(new GatewayBeat(
                        new NodeName("node-0-1f"), beats.getFirst().incarnation(), 0, false, true, ""));
    }

    private String deploy() {
        return GatewayRoom.await(vertx.deployVerticle(transport));
    }

    private void deployWorker() {
        GatewayRoom.await(vertx.deployVerticle(
                ignored -> worker.serve(bus).compose(served -> Beats.hear(bus, this::heard))));
    }

    private void heard(Beats.Message message) {
        if (message instanceof RollCall) {
            Beats.tell(bus, worker.beat(0, 10));
        } else if (message instanceof GatewayBeat beat) {
            beats.add(beat);
        }
    }

    private int refusedStatus() throws IOException {
        try {
            WebSocketWire.connect(transport.actualPort(), Map.of()).close();
            return 101;
        } catch (UpgradeRefusedException refused) {
            return refused.status();
        }
    }

    private int status(String path) {
        try {
            return get(path).statusCode();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + transport.actualPort() + path))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
