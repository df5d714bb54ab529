package dev.execbus.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.execbus.client.EnvironmentCapabilities;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ExecMethods.CommandParams;
import dev.execbus.protocol.ExecMethods.WriteStdinParams;
import dev.execbus.testkit.Eventually;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The SDK's own client over HTTP. */
@Timeout(30)
final class McpClientTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<ProgressNotification> progress = new CopyOnWriteArrayList<>();
    private final McpServerFixture server = new McpServerFixture(McpSettings.DEFAULTS);
    private McpSyncClient client;

    @BeforeEach
    void connect() {
        client = server.client(progress::add);
    }

    @AfterEach
    void stop() {
        client.closeGracefully();
        server.close();
    }

    @Test
    void introducesItself() {
        assertThat(client.getServerInfo().name()).isEqualTo("execbus");
        assertThat(client.getServerInfo().version()).isEqualTo("1.2.3");
        assertThat(client.getServerInstructions()).contains("exec_command");
        assertThat(client.getServerCapabilities().tools()).isNotNull();
        assertThat(client.getServerCapabilities().resources()).isNotNull();
        client.ping();
    }

    @Test
    void offersEveryToolWithWhatItDoes() {
        List<McpSchema.Tool> tools = client.listTools().tools();

        assertThat(tools)
                .extracting(McpSchema.Tool::name)
                .containsExactlyInAnyOrder(
                        "exec_command",
                        "write_stdin",
                        "list_processes",
                        "terminate",
                        "read_file",
                        "write_file",
                        "list_directory");
        assertThat(tools).allSatisfy(tool -> {
            assertThat(tool.description()).isNotBlank();
            assertThat(tool.inputSchema()).containsEntry("type", "object").containsEntry("additionalProperties", false);
            assertThat(tool.outputSchema()).containsEntry("type", "object");
            assertThat(tool.annotations().destructiveHint())
                    .isEqualTo(!tool.annotations().readOnlyHint());
        });
        assertThat(tools.stream().filter(tool -> tool.annotations().readOnlyHint()))
                .extracting(McpSchema.Tool::name)
                .containsExactlyInAnyOrder("list_processes", "read_file", "list_directory");
    }

    @Test
    void callsEveryTool() {
        assertAnswer(
                call("exec_command", Map.of("cmd", "echo hi")),
                "Process exited with code 0\nOutput:\necho hi",
                Map.of(
                        "chunk_id",
                        "a3df38",
                        "wall_time_seconds",
                        0.5,
                        "exit_code",
                        0,
                        "original_token_count",
                        1,
                        "output",
                        "echo hi"));
        assertAnswer(
                call("write_stdin", Map.of("session_id", 1_000, "chars", "x")),
                "many\nProcess running with session ID 1000\nOutput:\nx",
                Map.of(
                        "chunk_id",
                        "a3df39",
                        "wall_time_seconds",
                        0.25,
                        "session_id",
                        1_000,
                        "original_token_count",
                        1,
                        "output",
                        "x",
                        "warning",
                        "many"));
        assertAnswer(
                call("list_processes", Map.of()),
                "1000\trunning\t/tmp\tsleep 9\n1001\texited with code 0\t/\ttrue",
                Map.of(
                        "processes",
                        List.of(
                                Map.of(
                                        "session_id",
                                        1_000,
                                        "cmd",
                                        "sleep 9",
                                        "cwd",
                                        "/tmp",
                                        "tty",
                                        true,
                                        "exited",
                                        false,
                                        "output_uri",
                                        "execbus://process/1000/output"),
                                Map.of(
                                        "session_id",
                                        1_001,
                                        "cmd",
                                        "true",
                                        "cwd",
                                        "/",
                                        "tty",
                                        false,
                                        "exited",
                                        true,
                                        "exit_code",
                                        0,
                                        "output_uri",
                                        "execbus://process/1001/output"))));
        assertAnswer(call("terminate", Map.of("session_id", 1_000)), "terminated", Map.of("was_running", true));
        assertAnswer(
                call("write_file", Map.of("path", "/a", "content", "héllo")),
                "wrote 6 bytes",
                Map.of("path", "/a", "length", 6));
        assertAnswer(
                call("read_file", Map.of("path", "/a")),
                "héllo",
                Map.of(
                        "path",
                        "/a",
                        "encoding",
                        "utf-8",
                        "content",
                        "héllo",
                        "offset",
                        0,
                        "length",
                        6,
                        "file_size",
                        6,
                        "eof",
                        true));
        assertAnswer(
                call("list_directory", Map.of("path", "/")),
                "bin/\na.txt\ntty",
                Map.of(
                        "path",
                        "/",
                        "entries",
                        List.of(
                                Map.of("name", "bin", "type", "directory"),
                                Map.of("name", "a.txt", "type", "file"),
                                Map.of("name", "tty", "type", "other")),
                        "truncated",
                        false));
    }

    @Test
    void resultsAreAsTheirSchemasSay() {
        Map<String, Map<String, Object>> calls = Map.of(
                "exec_command", Map.of("cmd", "echo hi"),
                "write_stdin", Map.of("session_id", 1_000, "chars", "x"),
                "list_processes", Map.of(),
                "terminate", Map.of("session_id", 7),
                "write_file", Map.of("path", "/a", "content", "aGk=", "encoding", "base64"),
                "read_file", Map.of("path", "/b"),
                "list_directory", Map.of("path", "/"));
        server.opener.last().files.put("/b", ByteChunk.of(new byte[] {0, 1}));
        for (McpSchema.Tool tool : client.listTools().tools()) {
            Map<String, Object> arguments = calls.get(tool.name());
            assertThat(violations(tool.inputSchema(), arguments))
                    .as(tool.name())
                    .isEmpty();
            assertThat(violations(
                            tool.outputSchema(), call(tool.name(), arguments).structuredContent()))
                    .as(tool.name())
                    .isEmpty();
        }
    }

    private static List<String> violations(Map<String, Object> schema, Object value) {
        ObjectMapper mapper = new ObjectMapper();
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(mapper.<JsonNode>valueToTree(schema))
                .validate(mapper.valueToTree(value))
                .stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void passesOnEveryArgument() {
        call(
                "exec_command",
                Map.ofEntries(
                        Map.entry("cmd", "make"),
                        Map.entry("workdir", "src"),
                        Map.entry("shell", "/bin/sh"),
                        Map.entry("login", false),
                        Map.entry("tty", true),
                        Map.entry("yield_time_ms", 500.0),
                        Map.entry("max_output_tokens", 7),
                        Map.entry("sandbox_permissions", "require_escalated"),
                        Map.entry("justification", "because"),
                        Map.entry("prefix_rule", List.of("make")),
                        Map.entry("environment_id", "box"),
                        Map.entry("unknown", 1)));
        call("exec_command", Map.of("cmd", "make"));
        call("write_stdin", Map.of("session_id", 1_000));

        assertThat(server.opener.last().commands)
                .extracting(FakeTools.Asked::command)
                .containsExactly(
                        new CommandParams(
                                "make",
                                "src",
                                "/bin/sh",
                                false,
                                true,
                                500L,
                                7L,
                                "require_escalated",
                                "because",
                                List.of("make"),
                                "box"),
                        new CommandParams("make", null, null, null, false, null, null, null, null, null, null));
        assertThat(server.opener.last().writes).containsExactly(new WriteStdinParams(1_000, null, null, null));
    }

    @Test
    void whatIsWrongIsAnAnswerTheModelCanRead() {
        assertFailure(call("exec_command", Map.of()), "failed to parse function arguments: missing field `cmd`");
        assertFailure(
                call("exec_command", Map.of("cmd", 1)), "failed to parse function arguments: `cmd` must be a string");
        assertFailure(
                call("exec_command", Map.of("cmd", "a", "yield_time_ms", 1.5)),
                "failed to parse function arguments: `yield_time_ms` must be a whole number, not below 0");
        assertFailure(
                call("exec_command", Map.of("cmd", "a", "tty", "yes")),
                "failed to parse function arguments: `tty` must be a boolean");
        assertFailure(
                call("exec_command", Map.of("cmd", "a", "prefix_rule", "b")),
                "failed to parse function arguments: `prefix_rule` must be a list of strings");
        assertFailure(
                call("exec_command", Map.of("cmd", "a", "sandbox_permissions", "all")),
                "failed to parse function arguments: `sandbox_permissions` must be use_default or require_escalated");
        assertFailure(
                call("write_stdin", Map.of("session_id", 424_242)), "write_stdin failed: Unknown process id 424242");
        assertFailure(call("write_stdin", Map.of()), "failed to parse function arguments: missing field `session_id`");
        assertFailure(
                call("terminate", Map.of("session_id", 5_000_000_000L)),
                "failed to parse function arguments: `session_id` must be the number of a session");
        assertFailure(call("read_file", Map.of("path", "/none")), "no such file");
        assertFailure(
                call("read_file", Map.of("path", "/none", "length", 0)),
                "failed to parse function arguments: `length` must be from 1 to 1048576");
        assertFailure(
                call("write_file", Map.of("path", "/a", "content", "%", "encoding", "base64")),
                "failed to parse function arguments: `content` must be base64, as encoding says");
        assertFailure(
                call("write_file", Map.of("path", "/a", "content", "", "encoding", "latin1")),
                "failed to parse function arguments: `encoding` must be utf-8 or base64");
        assertThatThrownBy(() -> call("no_such_tool", Map.of())).isInstanceOf(McpError.class);
    }

    @Test
    void aPartOfAFileEndsWithAWholeCharacter() {
        server.opener.last().files.put("/text", ByteChunk.utf8("ab€cd"));

        assertThat(structured(call("read_file", Map.of("path", "/text", "length", 4))))
                .containsEntry("content", "ab")
                .containsEntry("length", 2)
                .containsEntry("file_size", 7)
                .containsEntry("eof", false);
        assertThat(structured(call("read_file", Map.of("path", "/text", "offset", 2))))
                .containsEntry("content", "€cd")
                .containsEntry("offset", 2)
                .containsEntry("eof", true);
        assertThat(structured(call("read_file", Map.of("path", "/text", "offset", 3, "length", 1))))
                .containsEntry("encoding", "base64")
                .containsEntry("content", "gg==");
    }

    @Test
    void tellsHowFarACommandIs() {
        CompletableFuture<CallToolResult> answer = CompletableFuture.supplyAsync(
                () -> client.callTool(CallToolRequest.builder("exec_command")
                        .arguments(Map.of("cmd", "wait"))
                        .progressToken("token")
                        .build()),
                Thread::startVirtualThread);
        FakeTools.Asked asked = asked(0);
        asked.listener().began(1_000);
        asked.listener().printed(ByteChunk.utf8("one\n"));
        Eventually.holds("the first is told", SOON, () -> progress.size() == 2);
        asked.listener().printed(ByteChunk.utf8("two\n"));
        asked.listener().printed(ByteChunk.utf8("three\n"));
        Eventually.holds("the others are told", SOON, () -> progress.size() == 3);
        asked.answer().complete(FakeTools.exited("done"));

        assertThat(answer).succeedsWithin(SOON);
        assertThat(progress)
                .containsExactly(
                        progress(0.0, "running with session ID 1000"),
                        progress(4.0, "one\n"),
                        progress(14.0, "two\nthree\n"));
    }

    private static ProgressNotification progress(double bytes, String text) {
        return ProgressNotification.builder("token", bytes).message(text).build();
    }

    private FakeTools.Asked asked(int index) {
        Eventually.holds(
                "the command is asked for",
                SOON,
                () -> server.opener.last().commands.size() > index);
        return server.opener.last().commands.get(index);
    }

    @Test
    void callsRunSideBySide() {
        CompletableFuture<CallToolResult> slow = CompletableFuture.supplyAsync(
                () -> call("exec_command", Map.of("cmd", "wait")), Thread::startVirtualThread);
        FakeTools.Asked asked = asked(0);

        assertThat(call("exec_command", Map.of("cmd", "quick")).isError()).isFalse();
        asked.answer().complete(FakeTools.exited("slow"));

        assertThat(slow).succeedsWithin(SOON);
    }

    @Test
    void whatAProcessPrintedIsAResource() {
        assertThat(client.listResources().resources()).isEmpty();
        assertThat(client.listResourceTemplates().resourceTemplates())
                .extracting(McpSchema.ResourceTemplate::uriTemplate)
                .containsExactly("execbus://process/{session_id}/output");
        assertThat(client.readResource(ReadResourceRequest.builder("execbus://process/1000/output")
                                .build())
                        .contents())
                .containsExactly(TextResourceContents.builder("execbus://process/1000/output", "€ all")
                        .mimeType("text/plain")
                        .build());
        assertThatThrownBy(() -> client.readResource(ReadResourceRequest.builder("execbus://process/7/output")
                        .build()))
                .isInstanceOfSatisfying(
                        McpError.class,
                        e -> assertThat(e.getJsonRpcError().code()).isEqualTo(McpSchema.ErrorCodes.RESOURCE_NOT_FOUND));
        assertThatThrownBy(() -> client.readResource(ReadResourceRequest.builder("execbus://process/x/output")
                        .build()))
                .isInstanceOf(McpError.class);
    }

    @Test
    void offersOnlyWhatCanBeUsed() {
        server.opener.capabilities = new EnvironmentCapabilities(false, true);
        try (McpSyncClient other = server.client(ignored -> {})) {
            assertThat(other.listTools().tools())
                    .extracting(McpSchema.Tool::name)
                    .containsExactlyInAnyOrder("read_file", "write_file", "list_directory");
        }
        server.opener.capabilities = EnvironmentCapabilities.NONE;
        try (McpSyncClient other = server.client(ignored -> {})) {
            assertThat(other.listTools().tools()).isEmpty();
        }
    }

    @Test
    void agentsDoNotShareASession() {
        try (McpSyncClient other = server.client(ignored -> {})) {
            other.callTool(CallToolRequest.builder("exec_command")
                    .arguments(Map.of("cmd", "theirs"))
                    .build());
            call("exec_command", Map.of("cmd", "ours"));

            assertThat(server.opener.opened)
                    .extracting(tools -> tools.commands.getFirst().command().cmd())
                    .containsExactly("ours", "theirs");
        }
        Eventually.holds(
                "the other has ended",
                SOON,
                () -> server.opener.opened.get(1).ends.equals(List.of("end")));
        assertThat(server.opener.opened.getFirst().ends).isEmpty();
    }

    private CallToolResult call(String tool, Map<String, Object> arguments) {
        return client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build());
    }

    private static void assertAnswer(CallToolResult result, String text, Map<String, Object> structured) {
        assertThat(result.content()).containsExactly(TextContent.builder(text).build());
        assertThat(result.isError()).isFalse();
        assertThat(result.structuredContent()).isEqualTo(structured);
    }

    private static void assertFailure(CallToolResult result, String text) {
        assertThat(result.content()).containsExactly(TextContent.builder(text).build());
        assertThat(result.isError()).isTrue();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> structured(CallToolResult result) {
        return (Map<String, Object>) result.structuredContent();
    }
}
