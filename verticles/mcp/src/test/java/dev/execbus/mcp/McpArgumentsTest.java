package dev.execbus.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.protocol.ExecMethods.CommandParams;
import dev.execbus.protocol.ExecMethods.WriteStdinParams;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the SDK's own client says to tools, right and wrong. */
@Timeout(30)
final class McpArgumentsTest {
    private final SdkAgent agent = new SdkAgent();

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void passesOnEveryArgument() {
        agent.call(
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
        agent.call("exec_command", Map.of("cmd", "make"));
        agent.call("write_stdin", Map.of("session_id", 1_000));

        assertThat(agent.server().opener.last().commands)
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
                                "box",
                                null),
                        CommandParams.of("make"));
        assertThat(agent.server().opener.last().writes).containsExactly(new WriteStdinParams(1_000, null, null, null));
    }

    @Test
    void whatIsWrongIsAnAnswerTheModelCanRead() {
        assertFailure(
                agent.call("exec_command", Map.of()),
                "failed to parse function arguments: missing field `cmd` at line 1 column 2");
        assertFailure(
                agent.call("exec_command", Map.of("cmd", 1)),
                "failed to parse function arguments: `cmd` must be a string");
        assertFailure(
                agent.call("exec_command", Map.of("cmd", "a", "yield_time_ms", 1.5)),
                "failed to parse function arguments: `yield_time_ms` must be a whole number, not below 0");
        assertFailure(
                agent.call("exec_command", Map.of("cmd", "a", "tty", "yes")),
                "failed to parse function arguments: `tty` must be a boolean");
        assertFailure(
                agent.call("exec_command", Map.of("cmd", "a", "prefix_rule", "b")),
                "failed to parse function arguments: `prefix_rule` must be a list of strings");
        assertFailure(
                agent.call("exec_command", Map.of("cmd", "a", "sandbox_permissions", "all")),
                "failed to parse function arguments: `sandbox_permissions` must be use_default or require_escalated");
        assertFailure(
                agent.call("write_stdin", Map.of("session_id", 424_242)),
                "write_stdin failed: Unknown process id 424242");
        assertFailure(
                agent.call("write_stdin", Map.of("chars", "é")),
                "failed to parse function arguments: missing field `session_id` at line 1 column 14");
        assertFailure(
                agent.call("terminate", Map.of("session_id", 5_000_000_000L)),
                "failed to parse function arguments: `session_id` must be the number of a session");
        assertFailure(agent.call("read_file", Map.of("path", "/none")), "no such file");
        assertFailure(
                agent.call("read_file", Map.of("path", "/none", "length", 0)),
                "failed to parse function arguments: `length` must be from 1 to 1048576");
        assertFailure(
                agent.call("write_file", Map.of("path", "/a", "content", "%", "encoding", "base64")),
                "failed to parse function arguments: `content` must be base64, as encoding says");
        assertFailure(
                agent.call("write_file", Map.of("path", "/a", "content", "", "encoding", "latin1")),
                "failed to parse function arguments: `encoding` must be utf-8 or base64");
        assertThatThrownBy(() -> agent.call("no_such_tool", Map.of())).isInstanceOf(McpError.class);
    }

    private static void assertFailure(CallToolResult result, String text) {
        assertThat(result.content()).containsExactly(TextContent.builder(text).build());
        assertThat(result.isError()).isTrue();
    }
}
