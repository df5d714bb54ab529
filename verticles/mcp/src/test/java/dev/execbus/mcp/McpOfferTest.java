package dev.execbus.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.execbus.client.EnvironmentCapabilities;
import dev.execbus.protocol.ByteChunk;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the SDK's own client is offered. */
@Timeout(30)
final class McpOfferTest {
    private final SdkAgent agent = new SdkAgent();

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void introducesItself() {
        assertThat(agent.client().getServerInfo().name()).isEqualTo("execbus");
        assertThat(agent.client().getServerInfo().version()).isEqualTo("1.2.3");
        assertThat(agent.client().getServerInstructions()).contains("exec_command");
        assertThat(agent.client().getServerCapabilities().tools()).isNotNull();
        assertThat(agent.client().getServerCapabilities().resources()).isNotNull();
        agent.client().ping();
    }

    @Test
    void offersEveryToolWithWhatItDoes() {
        List<McpSchema.Tool> tools = agent.client().listTools().tools();

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
    void resultsAreAsTheirSchemasSay() {
        Map<String, Map<String, Object>> calls = Map.of(
                "exec_command", Map.of("cmd", "echo hi"),
                "write_stdin", Map.of("session_id", 1_000, "chars", "x"),
                "list_processes", Map.of(),
                "terminate", Map.of("session_id", 7),
                "write_file", Map.of("path", "/a", "content", "aGk=", "encoding", "base64"),
                "read_file", Map.of("path", "/b"),
                "list_directory", Map.of("path", "/"));
        agent.server().opener.last().files.put("/b", ByteChunk.of(new byte[] {0, 1}));
        for (McpSchema.Tool tool : agent.client().listTools().tools()) {
            Map<String, Object> arguments = calls.get(tool.name());
            assertThat(violations(tool.inputSchema(), arguments))
                    .as(tool.name())
                    .isEmpty();
            assertThat(violations(
                            tool.outputSchema(),
                            agent.call(tool.name(), arguments).structuredContent()))
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
    void offersOnlyWhatCanBeUsed() {
        agent.server().opener.capabilities = new EnvironmentCapabilities(false, true);
        try (McpSyncClient other = agent.server().client(ignored -> {})) {
            assertThat(other.listTools().tools())
                    .extracting(McpSchema.Tool::name)
                    .containsExactlyInAnyOrder("read_file", "write_file", "list_directory");
        }
        agent.server().opener.capabilities = EnvironmentCapabilities.NONE;
        try (McpSyncClient other = agent.server().client(ignored -> {})) {
            assertThat(other.listTools().tools()).isEmpty();
        }
    }
}
