package dev.execbus.mcp;

import dev.execbus.client.EnvironmentCapabilities;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.vertx.core.Future;
import java.util.function.Predicate;

/**
 * A tool as its handler sees it.
 *
 * @param name also that of the resource which describes it
 * @param offered whether it is of use where the agent's commands run
 */
record Tool(String name, Predicate<EnvironmentCapabilities> offered, Handler handler) {
    /** Runs a call; throws, or fails with, what the agent is told. */
    @FunctionalInterface
    interface Handler {
        Future<CallToolResult> handle(Call call);
    }

    /** @param listener for what may take time */
    record Call(AgentTools tools, Arguments arguments, AgentTools.Listener listener) {}
}
