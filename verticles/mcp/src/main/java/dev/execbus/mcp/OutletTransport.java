package dev.execbus.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpStreamableServerTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import reactor.core.publisher.Mono;

/** What the SDK writes to for one stream. Its own ids of messages are not used: ours say how to go on. */
final class OutletTransport implements McpStreamableServerTransport {
    private final McpJsonMapper json;
    private final Outlet outlet;

    OutletTransport(McpJsonMapper json, Outlet outlet) {
        this.json = json;
        this.outlet = outlet;
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return sendMessage(message, null);
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message, String messageId) {
        return Mono.fromRunnable(() -> outlet.message(encoded(message), message instanceof JSONRPCResponse));
    }

    private String encoded(JSONRPCMessage message) {
        try {
            return json.writeValueAsString(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return json.convertValue(data, type);
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromRunnable(outlet::complete);
    }

    @Override
    public void close() {
        outlet.complete();
    }
}
