package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.execbus.bus.NodeName;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Spans on their way to a collector. */
@Timeout(60)
final class SpanExportTest {
    private record Post(String path, String contentType, String body) {}

    @Test
    void whatHasEndedIsWithTheCollectorAtTheLatestAtTheEnd() throws Exception {
        BlockingQueue<Post> posts = new ArrayBlockingQueue<>(10);
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            posts.add(new Post(
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1)));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        try {
            URI endpoint =
                    URI.create("http://127.0.0.1:" + collector.getAddress().getPort());
            try (SpanExport export =
                    SpanExport.to(new MonitoringConfig(true, endpoint, 1.0, false), new NodeName("w7"))) {
                export.tracing().request("process/start", null).until(Future.succeededFuture());
            }
            Post post = posts.poll(10, TimeUnit.SECONDS);
            assertThat(post).isNotNull();
            assertThat(post.path()).isEqualTo("/v1/traces");
            assertThat(post.contentType()).isEqualTo("application/x-protobuf");
            assertThat(post.body()).contains("execbus", "w7", "process/start");
        } finally {
            collector.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://h:4318, http://h:4318/v1/traces",
        "https://h/, https://h/v1/traces",
        "http://h/custom/traces, http://h/custom/traces"
    })
    void aCollectorWithoutAPathHasTheUsualOne(String endpoint, String url) {
        assertThat(new MonitoringConfig(true, MonitoringConfig.endpoint(endpoint), 1.0, false).tracesUrl())
                .isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h:4318", "grpc://h:4317", "http:///v1", "http://h/?a=b", "no url"})
    void whatIsNoPlaceForSpansIsRefused(String text) {
        assertThatThrownBy(() -> MonitoringConfig.endpoint(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
