package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.NodeName;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.StreamName;
import dev.execbus.testkit.Frame;
import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The spans of a request, and the trace that its process is told. */
@Timeout(60)
final class TracingTest {
    private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "b7ad6b7169203331";
    private static final String TRACE = "00-" + TRACE_ID + "-" + CALLER + "-01";

    private final KeptSpans spans = new KeptSpans();

    private TestServer tracing(boolean toProcesses) {
        MonitoringConfig config = new MonitoringConfig(true, null, 1.0, toProcesses);
        return TestServer.start(
                new TestSettings(),
                Monitoring.with(SpanExport.of(SimpleSpanProcessor.create(spans), config, new NodeName("test"))));
    }

    @Test
    void aRequestIsOneTraceFromTheGatewayToTheProcess() {
        try (TestServer server = tracing(false);
                RpcClient client = server.client()) {
            client.call("process/start", Start.of("p", "true").params(), TRACE);
            Map<String, SpanData> named = spansOf(TRACE_ID, 6);

            assertThat(named.keySet())
                    .containsExactlyInAnyOrder(
                            "SERVER process/start",
                            "CLIENT processes Start",
                            "SERVER processes Start",
                            "INTERNAL spawn",
                            "CLIENT environment Build",
                            "SERVER environment Build");
            assertThat(parents(named))
                    .isEqualTo(Map.of(
                            "SERVER process/start", CALLER,
                            "CLIENT processes Start", "SERVER process/start",
                            "SERVER processes Start", "CLIENT processes Start",
                            "INTERNAL spawn", "SERVER processes Start",
                            "CLIENT environment Build", "INTERNAL spawn",
                            "SERVER environment Build", "CLIENT environment Build"));
            assertThat(named.get("SERVER process/start").getAttributes().asMap())
                    .isEqualTo(Map.of(
                            AttributeKey.stringKey("execbus.session"),
                            client.sessionId().substring(0, 8)));
        }
    }

    @Test
    void aRequestWithoutATraceBeginsOneAndAnErrorIsTold() {
        try (TestServer server = tracing(false);
                RpcClient client = server.client()) {
            Frame answer = client.call("fs/readFile", new JsonObject().put("path", "file:///not/there"));
            assertThat(answer.isError(ErrorCode.NOT_FOUND.number())).isTrue();
            Map<String, SpanData> named = spansOf(lastTrace(), 3);

            assertThat(parents(named))
                    .isEqualTo(Map.of(
                            "SERVER fs/readFile", "0000000000000000",
                            "CLIENT files ReadFile", "SERVER fs/readFile",
                            "SERVER files ReadFile", "CLIENT files ReadFile"));
            assertThat(named.values()).allSatisfy(span -> {
                assertThat(span.getStatus()).isEqualTo(StatusData.error());
                assertThat(span.getAttributes().get(AttributeKey.stringKey("execbus.error")))
                        .isEqualTo("NOT_FOUND");
                assertThat(span.getAttributes().toString()).doesNotContain("not/there");
            });
        }
    }

    @Test
    void aProcessIsToldItsTraceOnlyWhenThatIsAskedFor() {
        try (TestServer server = tracing(false);
                RpcClient client = server.client()) {
            assertThat(printed(client, "p", TRACE, Map.of())).isEqualTo("-/-");
        }
        try (TestServer server = tracing(true);
                RpcClient client = server.client()) {
            assertThat(printed(client, "p", TRACE, Map.of()))
                    .matches("00-" + TRACE_ID + "-(?!" + CALLER + ")[0-9a-f]{16}-01/-");
            assertThat(printed(client, "q", null, Map.of())).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[13]/-");
            assertThat(printed(client, "r", TRACE, Map.of("TRACEPARENT", "mine")))
                    .isEqualTo("mine/-");
        }
    }

    @Test
    void whereNobodyTracesAProcessIsToldTheTraceOfTheRequestAsItIs() {
        try (TestServer server = TestServer.start(new TestSettings().passToProcesses());
                RpcClient client = server.client()) {
            assertThat(printed(client, "p", TRACE, Map.of())).isEqualTo(TRACE + "/-");
            assertThat(printed(client, "q", null, Map.of())).isEqualTo("-/-");
        }
    }

    private static String printed(RpcClient client, String processId, String trace, Map<String, String> variables) {
        JsonObject params = Start.shell(processId, "printf %s/%s \"${TRACEPARENT--}\" \"${TRACESTATE--}\"")
                .env(variables)
                .params();
        Frame started =
                trace == null ? client.call("process/start", params) : client.call("process/start", params, trace);
        assertThat(started.result()).isNotNull();
        return client.awaitClosed(processId).text(StreamName.STDOUT);
    }

    private String lastTrace() {
        Waiting.until(
                () -> "no request has ended",
                Duration.ofSeconds(20),
                () -> spans.all().stream().anyMatch(span -> span.getName().equals("fs/readFile")));
        return spans.all().stream()
                .filter(span -> span.getName().equals("fs/readFile"))
                .findFirst()
                .orElseThrow()
                .getTraceId();
    }

    /** By kind and name, once there are so many. */
    private Map<String, SpanData> spansOf(String traceId, int number) {
        Waiting.until(
                () -> "spans: " + spans.of(traceId),
                Duration.ofSeconds(20),
                () -> spans.of(traceId).size() >= number);
        return spans.of(traceId).stream().collect(Collectors.toMap(TracingTest::title, Function.identity()));
    }

    private static String title(SpanData span) {
        return span.getKind() + " " + span.getName();
    }

    /** By title, and of those that are not here by id. */
    private static Map<String, String> parents(Map<String, SpanData> named) {
        Map<String, String> titles = new HashMap<>();
        named.forEach((title, span) -> titles.put(span.getSpanId(), title));
        return named.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> titles.getOrDefault(
                                entry.getValue().getParentSpanId(),
                                entry.getValue().getParentSpanId())));
    }
}
