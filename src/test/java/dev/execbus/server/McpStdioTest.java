package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Agents on standard input and output, whose commands run in the same process. */
final class McpStdioTest extends McpScenarios {
    @Override
    McpAgent connect() {
        return McpStdio.start(Map.of());
    }

    @Override
    void disconnect() {}

    @Test
    void whereNothingCanRunNothingIsOffered() {
        try (McpAgent other = McpStdio.start(Map.of("EXECBUS_URL", "none"))) {
            assertThat(other.client().listTools().tools()).isEmpty();
            assertThat(other.failure("exec_command", Map.of("cmd", "true")))
                    .isEqualTo("No usable execution environment is available. Wait for an environment to become"
                            + " available before using this tool.");
            assertThat(other.failure("read_file", Map.of("path", "/")))
                    .isEqualTo("No usable execution environment is available. Wait for an environment to become"
                            + " available before using this tool.");
        }
    }

    @Test
    void whatIsNoUrlIsToldWhenItIsUsed() {
        try (McpAgent other = McpStdio.start(Map.of(), "--url", "garbage")) {
            assertThat(other.client().listTools().tools()).hasSize(7);
            assertThat(other.failure("exec_command", Map.of("cmd", "true"))).startsWith("exec_command failed: ");
        }
    }
}
