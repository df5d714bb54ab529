package dev.execbus.mcp;

import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import java.util.Map;

/** How a tool finds the session of the agent that calls it. */
final class ToolContext {
    private static final String TOOLS = AgentTools.class.getName();

    private ToolContext() {}

    static McpTransportContext of(AgentTools tools) {
        return McpTransportContext.create(Map.of(TOOLS, tools));
    }

    static AgentTools of(McpTransportContext context) {
        return (AgentTools) context.get(TOOLS);
    }

    static AgentTools of(McpAsyncServerExchange exchange) {
        return of(exchange.transportContext());
    }
}
