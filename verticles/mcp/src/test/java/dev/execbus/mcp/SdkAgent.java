package dev.execbus.mcp;

import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The SDK's own client over HTTP, and the server it speaks to. */
final class SdkAgent implements AutoCloseable {
    private final List<ProgressNotification> progress = new CopyOnWriteArrayList<>();
    private final McpServerFixture server = new McpServerFixture(McpSettings.DEFAULTS);
    private final McpSyncClient client = server.client(progress::add);

    McpServerFixture server() {
        return server;
    }

    McpSyncClient client() {
        return client;
    }

    /** What it was told so far, in order. */
    List<ProgressNotification> progress() {
        return progress;
    }

    CallToolResult call(String tool, Map<String, Object> arguments) {
        return client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build());
    }

    @Override
    public void close() {
        client.closeGracefully();
        server.close();
    }
}
