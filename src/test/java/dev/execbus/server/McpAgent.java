package dev.execbus.server;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The SDK's own client; every wait has a deadline. */
final class McpAgent implements AutoCloseable {
    static final McpJsonMapper JSON =
            new JacksonMcpJsonMapper(JsonMapper.builder().build());
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final List<ProgressNotification> progress = new CopyOnWriteArrayList<>();
    private final McpSyncClient client;

    private McpAgent(McpClientTransport transport) {
        client = McpClient.sync(transport)
                .requestTimeout(PATIENCE)
                .initializationTimeout(PATIENCE)
                .jsonSchemaValidator((schema, content) -> JsonSchemaValidator.ValidationResponse.asValid(null))
                .progressConsumer(progress::add)
                .build();
        client.initialize();
    }

    static McpAgent over(McpClientTransport transport) {
        return new McpAgent(transport);
    }

    static McpAgent at(int port, Map<String, String> headers) {
        return over(HttpClientStreamableHttpTransport.builder("http://127.0.0.1:" + port)
                .jsonMapper(JSON)
                .addHttpRequestCustomizer((request, method, uri, body, context) -> headers.forEach(request::header))
                .build());
    }

    McpSyncClient client() {
        return client;
    }

    CallToolResult call(String tool, Map<String, Object> arguments) {
        return client.callTool(CallToolRequest.builder(tool)
                .arguments(arguments)
                .progressToken(tool)
                .build());
    }

    /** The JSON of an answer that is no failure. */
    @SuppressWarnings("unchecked")
    Map<String, Object> structured(String tool, Map<String, Object> arguments) {
        CallToolResult result = call(tool, arguments);
        if (result.isError()) {
            throw new AssertionError(text(result));
        }
        return (Map<String, Object>) result.structuredContent();
    }

    String failure(String tool, Map<String, Object> arguments) {
        CallToolResult result = call(tool, arguments);
        if (!result.isError()) {
            throw new AssertionError("no failure but " + result);
        }
        return text(result);
    }

    static String text(CallToolResult result) {
        return ((TextContent) result.content().getFirst()).text();
    }

    @Override
    public void close() {
        client.closeGracefully();
    }
}
