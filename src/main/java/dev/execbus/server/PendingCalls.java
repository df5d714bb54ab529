package dev.execbus.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.RpcId;
import dev.execbus.protocol.RpcMessage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;

/** Requests on one connection that wait for their answers. Confined to one thread. */
final class PendingCalls {
    private final Map<RpcId, Promise<JsonNode>> calls = new HashMap<>();
    private long lastId;

    RpcId nextId() {
        lastId++;
        return new RpcId.Numeric(lastId);
    }

    /** Fails with an {@link ExecbusException}; never completes when the connection is lost first. */
    Future<JsonNode> add(RpcId id) {
        Promise<JsonNode> promise = Promise.promise();
        calls.put(id, promise);
        return promise.future();
    }

    void answered(RpcMessage.Response response) {
        Promise<JsonNode> call = calls.remove(response.id());
        if (call != null) {
            call.complete(response.result());
        }
    }

    void failed(RpcMessage.Failure failure) {
        Promise<JsonNode> call = calls.remove(failure.id());
        if (call != null) {
            call.fail(new ExecbusException(ErrorCode.of(failure.code()), failure.message()));
        }
    }

    /** The connection is gone, and nobody will answer. */
    void clear() {
        calls.clear();
    }
}
