package dev.execbus.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.protocol.ByteChunk;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What tools and resources answer the SDK's own client. */
@Timeout(30)
final class McpAnswersTest {
    private final SdkAgent agent = new SdkAgent();

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void callsEveryTool() {
        assertAnswer(
                agent.call("exec_command", Map.of("cmd", "echo hi")),
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
                agent.call("write_stdin", Map.of("session_id", 1_000, "chars", "x")),
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
                agent.call("list_processes", Map.of()),
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
        assertAnswer(agent.call("terminate", Map.of("session_id", 1_000)), "terminated", Map.of("was_running", true));
        assertAnswer(
                agent.call("write_file", Map.of("path", "/a", "content", "héllo")),
                "wrote 6 bytes",
                Map.of("path", "/a", "length", 6));
        assertAnswer(
                agent.call("read_file", Map.of("path", "/a")),
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
                agent.call("list_directory", Map.of("path", "/")),
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
    void aPartOfAFileEndsWithAWholeCharacter() {
        agent.server().opener.last().files.put("/text", ByteChunk.utf8("ab€cd"));

        assertThat(structured(agent.call("read_file", Map.of("path", "/text", "length", 4))))
                .containsEntry("content", "ab")
                .containsEntry("length", 2)
                .containsEntry("file_size", 7)
                .containsEntry("eof", false);
        assertThat(structured(agent.call("read_file", Map.of("path", "/text", "offset", 2))))
                .containsEntry("content", "€cd")
                .containsEntry("offset", 2)
                .containsEntry("eof", true);
        assertThat(structured(agent.call("read_file", Map.of("path", "/text", "offset", 3, "length", 1))))
                .containsEntry("encoding", "base64")
                .containsEntry("content", "gg==");
    }

    @Test
    void whatAProcessPrintedIsAResource() {
        assertThat(agent.client().listResources().resources()).isEmpty();
        assertThat(agent.client().listResourceTemplates().resourceTemplates())
                .extracting(McpSchema.ResourceTemplate::uriTemplate)
                .containsExactly("execbus://process/{session_id}/output");
        assertThat(agent.client()
                        .readResource(ReadResourceRequest.builder("execbus://process/1000/output")
                                .build())
                        .contents())
                .containsExactly(TextResourceContents.builder("execbus://process/1000/output", "€ all")
                        .mimeType("text/plain")
                        .build());
        assertThatThrownBy(() -> agent.client()
                        .readResource(ReadResourceRequest.builder("execbus://process/7/output")
                                .build()))
                .isInstanceOfSatisfying(
                        McpError.class,
                        e -> assertThat(e.getJsonRpcError().code()).isEqualTo(McpSchema.ErrorCodes.RESOURCE_NOT_FOUND));
        assertThatThrownBy(() -> agent.client()
                        .readResource(ReadResourceRequest.builder("execbus://process/x/output")
                                .build()))
                .isInstanceOf(McpError.class);
    }

    private static void assertAnswer(CallToolResult result, String text, Map<String, Object> structured) {
        assertThat(result.content()).containsExactly(TextContent.builder(text).build());
        assertThat(result.isError()).isFalse();
        assertThat(result.structuredContent()).isEqualTo(structured);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> structured(CallToolResult result) {
        return (Map<String, Object>) result.structuredContent();
    }
}
