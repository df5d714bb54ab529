package dev.execbus.protocol;

import com.fasterxml.jackson.databind.JsonNode;

/** One decoded frame. {@code params} is null when the member is absent or null. */
public sealed interface RpcMessage {
    record Request(RpcId id, String method, JsonNode params) implements RpcMessage {}

    record Notification(String method, JsonNode params) implements RpcMessage {}

    record Response(RpcId id, JsonNode result) implements RpcMessage {}

    record Failure(RpcId id, int code, String message) implements RpcMessage {}
}
