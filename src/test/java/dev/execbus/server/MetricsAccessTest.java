package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.Bus;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.Peers;
import dev.execbus.testkit.RpcClient;
import dev.execbus.transport.Access;
import dev.execbus.transport.CapabilityTokenAccess;
import dev.execbus.transport.OperatorPage;
import dev.execbus.transport.TransportSettings;
import dev.execbus.transport.TransportVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who gets to see {@code /metrics}, and where. */
@Timeout(60)
final class MetricsAccessTest {
    private static final Access TOKEN = CapabilityTokenAccess.ofToken("abc");
    private static final OperatorPage PAGE = new OperatorPage("/metrics", "text/plain", () -> "a 1\n");

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        RpcClient.await(vertx.close().toCompletionStage().toCompletableFuture());
    }

    private int gateway(Access access) {
        TransportVerticle gateway = new TransportVerticle(
                        Bus.install(vertx),
                        new NodeName("g-0"),
                        Peers.none(),
                        "127.0.0.1",
                        0,
                        access,
                        TransportSettings.DEFAULTS)
                .showing(PAGE);
        deploy(gateway);
        return gateway.actualPort();
    }

    private int admin(Access access) {
        AdminVerticle admin = new AdminVerticle(
                new AdminAddress("127.0.0.1", 0), access, List.of(), List.of(new MetricsRoutes(PAGE)));
        deploy(admin);
        return admin.actualPort();
    }

    private void deploy(Deployable verticle) {
        RpcClient.await(vertx.deployVerticle(verticle).toCompletionStage().toCompletableFuture());
    }

    private static String get(int port, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aGatewayShowsThemToThoseWhoMayConnect() {
        int port = gateway(TOKEN);

        assertThat(get(port)).startsWith("401 ");
        assertThat(get(port, "Authorization", "Bearer wrong")).startsWith("401 ");
        assertThat(get(port, "Authorization", "Bearer abc")).isEqualTo("200 a 1\n");
        assertThat(get(port, "Authorization", "Bearer abc", "Origin", "https://example.org"))
                .isEqualTo("403 ");
    }

    @Test
    void aGatewayWithoutAuthenticationShowsThemToEverybody() {
        assertThat(get(gateway(Access.open()))).isEqualTo("200 a 1\n");
    }

    @Test
    void operatorsNeedTheirToken() {
        int port = admin(TOKEN);

        assertThat(get(port)).isEqualTo("401 ");
        assertThat(get(port, "Authorization", "Bearer abc")).isEqualTo("200 a 1\n");
    }

    @Test
    void aGatewayThatIsToldNotToShowsNone() {
        try (TestServer server = TestServer.start(new TestSettings().noMetricsOnGateway())) {
            assertThat(get(server.port())).isEqualTo("404 ");
        }
    }
}
