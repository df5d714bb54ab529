package dev.execbus.protocol;

import com.fasterxml.jackson.databind.JsonNode;

/** One decoded frame. {@code params} is null when the member is absent or null. */
public sealed interface RpcMessage {
    /**
     * @param traceParent as it came, unchecked: the W3C trace it belongs to; null for none
     * @param traceState what came with that, unchecked; null for nothing
     */
    record Request(RpcId id, String method, JsonNode params, String traceParent, String traceState)
            implements RpcMessage {
        public Request(RpcId id, String method, JsonNode params) {
            this(id, method, params, null, null);
        }
    }

    record Notification(String method, JsonNode params) implements RpcMessage {}

    record Response(RpcId id, JsonNode result) implements RpcMessage {}

    record Failure(RpcId id, int code, String message) implements RpcMessage {}
}
