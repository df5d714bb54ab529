package dev.execbus.mcp;

import dev.execbus.bus.Failures;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an agent is told: as text, and as JSON for programs. */
final class ToolResult {
    private ToolResult() {}

    static CallToolResult of(String text, Map<String, Object> structured) {
        return CallToolResult.builder()
                .addTextContent(text)
                .structuredContent(structured)
                .isError(false)
                .build();
    }

    /** A failure is an answer, too: models read it and go on. */
    static CallToolResult failed(Throwable cause) {
        return CallToolResult.builder()
                .addTextContent(told(cause))
                .isError(true)
                .build();
    }

    static String told(Throwable cause) {
        return Failures.told(cause).getMessage();
    }

    /** Pairs of names and values; without those that are null. */
    static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return fields;
    }
}
