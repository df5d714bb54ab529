package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import dev.execbus.testkit.Transcript;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server tells Prometheus of itself, after a few requests. */
@Timeout(60)
final class MetricsTest {
    private static final Path DOCUMENT = Path.of("main", "docs", "operations.md");
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(new TestSettings().admin());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whatHappensIsCounted() {
        MetricsPage before = MetricsPage.of(server.port());
        String session;
        try (RpcClient client = server.client()) {
            session = client.sessionId();
            client.start(Start.shell("noisy-process", "echo 12345; echo 123 >&2; exit 3"));
            Transcript ended = client.awaitClosed("noisy-process");
            assertThat(ended.events()).hasSizeGreaterThan(3);
            client.start(Start.of("lasting-process", "sleep", "100"));
            client.call(
                    "process/start",
                    Start.of("no-process", "/nowhere/to/be/found").params());
            client.call("fs/getMetadata", new JsonObject().put("path", "file:///tmp"));
            client.call("fs/readFile", new JsonObject().put("path", "file:///nowhere/to/be/found"));
            assertThat(eventually(page -> page.value("execbus_output_unanswered") == 0
                            && page.value("execbus_gateway_workers{state=\"live\"}") == 1
                            && page.value("execbus_cluster_nodes{role=\"worker\"}") == 1))
                    .isTrue();

            MetricsPage page = MetricsPage.of(server.port());
            assertThat(difference(before, page, "execbus_sessions_opened_total"))
                    .isEqualTo(1);
            assertThat(page.value("execbus_sessions{state=\"attached\"}")).isEqualTo(1);
            assertThat(page.value("execbus_gateway_connections")).isEqualTo(1);
            assertThat(page.value("execbus_gateway_attachments")).isEqualTo(1);
            assertThat(difference(before, page, "execbus_processes_started_total"))
                    .isEqualTo(2);
            assertThat(difference(before, page, "execbus_processes_failed_total"))
                    .isEqualTo(1);
            assertThat(difference(before, page, "execbus_processes_ended_total{end=\"exited\"}"))
                    .isEqualTo(1);
            assertThat(page.value("execbus_processes_running")).isEqualTo(1);
            assertThat(difference(before, page, "execbus_processes_start_seconds_count"))
                    .isEqualTo(2);
            assertThat(difference(before, page, "execbus_output_bytes_total{stream=\"stdout\"}"))
                    .isEqualTo(6);
            assertThat(difference(before, page, "execbus_output_bytes_total{stream=\"stderr\"}"))
                    .isEqualTo(4);
            assertThat(difference(before, page, "execbus_output_events_total"))
                    .isEqualTo(ended.events().size());
            assertThat(page.value("execbus_output_memory_bytes")).isEqualTo(10);
            assertThat(difference(
                            before, page, "execbus_room_calls_seconds_count{call=\"GetMetadata\",room=\"files\"}"))
                    .isEqualTo(1);
            assertThat(difference(before, page, "execbus_room_failures_total{call=\"ReadFile\",room=\"files\"}"))
                    .isEqualTo(1);
            assertThat(difference(before, page, "execbus_gateway_requests_seconds_count{method=\"process/start\"}"))
                    .isEqualTo(3);
            assertThat(difference(before, page, "execbus_gateway_failures_total{error=\"not_found\"}"))
                    .isEqualTo(1);
            assertThat(difference(before, page, "execbus_bus_requests_seconds_count{room=\"processes\"}"))
                    .isEqualTo(3);
            assertThat(difference(before, page, "execbus_bus_failures_total{room=\"files\"}"))
                    .isEqualTo(1);
            assertThat(page.value("jvm_threads_live_threads")).isPositive();
            assertThat(page.text())
                    .as("no ids, no names that somebody gave, no addresses")
                    .doesNotContain(
                            session, session.substring(0, 8), "noisy-process", "lasting-process", "/nowhere", "/tmp")
                    .doesNotContainPattern("\\{[^}]*\"test[-\"]");
        }
        resume(session);
    }

    private static void resume(String session) {
        assertThat(eventually(page -> page.value("execbus_sessions{state=\"attached\"}") == 0))
                .isTrue();
        try (RpcClient again = server.resumed(session)) {
            again.terminate("lasting-process");
            again.awaitClosed("lasting-process");
            MetricsPage page = MetricsPage.of(server.port());
            assertThat(page.value("execbus_sessions_resumed_total")).isEqualTo(1);
            assertThat(page.value("execbus_gateway_resumes_seconds_count{outcome=\"resumed\"}"))
                    .isEqualTo(1);
            assertThat(page.value("execbus_gateway_closed_total{reason=\"client\"}"))
                    .isEqualTo(1);
            assertThat(page.value("execbus_processes_running")).isZero();
            assertThat(page.value("execbus_processes_ended_total{end=\"signalled\"}"))
                    .isEqualTo(1);
        }
    }

    @Test
    void theDocumentHasEveryMetricAndNoOther() throws IOException {
        List<String> rows = MetricsPage.of(server.port()).rows();

        assertThat(rows).hasSizeGreaterThan(30);
        try (var lines = Files.lines(DOCUMENT)) {
            assertThat(lines.filter(line -> line.startsWith("| `execbus_")).toList())
                    .as("put this into operations.md:%n%s%n", String.join("\n", rows))
                    .containsExactlyElementsOf(rows);
        }
    }

    private static double difference(MetricsPage before, MetricsPage now, String sample) {
        return now.value(sample) - before.value(sample);
    }

    private interface Look {
        boolean at(MetricsPage page);
    }

    private static boolean eventually(Look look) {
        return Waiting.atMost(Duration.ofSeconds(20), () -> look.at(MetricsPage.of(server.port())));
    }
}
