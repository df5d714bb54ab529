package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.client.Environments;
import dev.execbus.testkit.RpcClient;
import dev.execbus.unifiedexec.SandboxChoice;
import dev.execbus.unifiedexec.UnifiedExecSettings;
import io.modelcontextprotocol.spec.McpSchema;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents at {@code /mcp} of a server. */
final class McpHttpTest extends McpScenarios {
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

    private TestServer server;

    @Override
    McpAgent connect() {
        server = TestServer.start(new TestSettings().mcp());
        return McpAgent.at(server.port(), Map.of());
    }

    @Override
    void disconnect() {
        server.close();
    }

    @Test
    void twoAgentsDoNotSeeEachOther() {
        Object ours = agent().structured(
                        "exec_command", Map.of("login", false, "cmd", "sleep 600", "yield_time_ms", 250))
                .get("session_id");
        try (McpAgent other = McpAgent.at(server.port(), Map.of())) {
            assertThat(other.structured("list_processes", Map.of())).containsEntry("processes", List.of());
        }
        agent().structured("terminate", Map.of("session_id", ours));
    }

    @Test
    void pagesOfOthersAreRefused() throws IOException, InterruptedException {
        assertThatThrownBy(() -> McpAgent.at(server.port(), Map.of("Origin", "https://evil.example")))
                .isNotNull();
        assertThat(post(server.port(), Map.of("Origin", "https://evil.example")).statusCode())
                .isEqualTo(403);
    }

    @Test
    void whoMayNotConnectMayNotAsk() throws IOException, InterruptedException {
        try (TestServer guarded = TestServer.start(new TestSettings().mcp().token("secret"))) {
            assertThat(post(guarded.port(), Map.of()).statusCode()).isEqualTo(401);
            assertThat(post(guarded.port(), Map.of("Authorization", "Bearer wrong"))
                            .statusCode())
                    .isEqualTo(401);
            try (McpAgent known = McpAgent.at(guarded.port(), Map.of("Authorization", "Bearer secret"))) {
                assertThat(known.client().listTools().tools()).isNotEmpty();
            }
        }
    }

    @Test
    void isNotThereUnlessItIsWanted() throws IOException, InterruptedException {
        try (TestServer other = TestServer.start(new TestSettings())) {
            assertThat(post(other.port(), Map.of()).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void whereNothingCanRunNothingIsOffered() {
        try (TestServer disabled = TestServer.start(new TestSettings().mcp().environments("none"));
                McpAgent other = McpAgent.at(disabled.port(), Map.of())) {
            assertThat(other.client().listTools().tools()).isEmpty();
            assertThat(other.failure("exec_command", Map.of("login", false, "cmd", "true")))
                    .isEqualTo(Environments.UNAVAILABLE);
            assertThat(other.failure("read_file", Map.of("path", "/"))).isEqualTo(Environments.UNAVAILABLE);
        }
    }

    /** As a gateway does that has never heard of the agent, because it came to another one before. */
    @Test
    void aSessionThatIsNobodysAgentYetIsTakenOver() throws IOException, InterruptedException {
        String session;
        try (RpcClient before = server.client()) {
            session = before.sessionId();
            before.call(
                            "exec/command",
                            new JsonObject()
                                    .put("cmd", "sleep 600")
                                    .put("login", false)
                                    .put("yieldTimeMs", 250)
                                    .put("opId", "1"))
                    .result();
        }
        Map<String, String> headers = Map.of("Mcp-Session-Id", session, "Accept", "application/json");
        HttpResponse<String> answer = ask(
                server.port(),
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"list_processes\"}}",
                headers);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("sleep 600");
        assertThat(ask(server.port(), call("exec_command", "echo over"), headers)
                        .body())
                .contains("over\\n");
        assertThat(ask(server.port(), PING, Map.of("Mcp-Session-Id", "00000000-0000-0000-0000-000000000000"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(ask(server.port(), PING, Map.of("Mcp-Session-Id", "x")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void filesOfAnotherPlaceAreNotOffered() {
        try (TestServer far = TestServer.start(new TestSettings());
                TestServer near =
                        TestServer.start(new TestSettings().mcp().environments("ws://127.0.0.1:" + far.port()));
                McpAgent other = McpAgent.at(near.port(), Map.of())) {
            assertThat(other.client().listTools().tools())
                    .extracting(McpSchema.Tool::name)
                    .containsExactlyInAnyOrder("exec_command", "write_stdin", "list_processes", "terminate");
            assertThat(other.structured("exec_command", Map.of("login", false, "cmd", "echo far")))
                    .containsEntry("output", "far\n");
        }
    }

    @Test
    void filesAreConfinedAsCommandsAre(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("text"), "here");
        UnifiedExecSettings defaults = UnifiedExecSettings.DEFAULTS;
        UnifiedExecSettings readOnly = defaults.confining(defaults.approval(), SandboxChoice.READ_ONLY);
        try (TestServer confined = TestServer.start(new TestSettings().mcp().unifiedExec(readOnly));
                McpAgent other = McpAgent.at(confined.port(), Map.of())) {
            assertThat(other.structured("read_file", Map.of("path", file.toString())))
                    .containsEntry("content", "here");
            assertThat(other.failure("write_file", Map.of("path", file.toString(), "content", "there")))
                    .isNotBlank();
            assertThat(file).hasContent("here");
        }
    }

    private static String call(String tool, String cmd) {
        return new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", 2)
                .put("method", "tools/call")
                .put(
                        "params",
                        new JsonObject()
                                .put("name", tool)
                                .put(
                                        "arguments",
                                        new JsonObject().put("cmd", cmd).put("login", false)))
                .encode();
    }

    private static HttpResponse<String> post(int port, Map<String, String> headers)
            throws IOException, InterruptedException {
        return ask(port, PING, headers);
    }

    private static HttpResponse<String> ask(int port, String message, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/mcp"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(message));
        headers.forEach(request::header);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
