package dev.execbus.transport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.bus.GatewayService;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.RpcFrames;
import dev.execbus.protocol.RpcId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Requests of the server to one client, which have ids of their own. Confined to the gateway's context. */
final class ClientQuestions {
    /** That wait for their answers. */
    static final int MOST = 64;

    private static final String PREFIX = "s";

    private record Asked(Promise<JsonNode> answer, long overdueNanos) {}

    private final Door door;
    private final Map<RpcId, Asked> asked = new HashMap<>();
    private boolean answers;
    private long last;

    ClientQuestions(Door door) {
        this.door = door;
    }

    /** What the client says of itself in its handshake. */
    void introduce(boolean thatItAnswers) {
        answers = thatItAnswers;
    }

    /** Completes with the result; fails as the client does, and when it does not answer in time. */
    Future<JsonNode> ask(String method, Record params, long nowNanos) {
        if (!answers) {
            return Future.failedFuture(new ExecbusException(
                    ErrorCode.UNSUPPORTED, "the client does not answer questions (capability approvals)"));
        }
        if (asked.size() >= MOST) {
            return Future.failedFuture(ExecbusException.resourceExhausted(
                    MOST + " questions wait for an answer of the client, which is the limit"));
        }
        RpcId id = new RpcId.Text(PREFIX + ++last);
        Promise<JsonNode> answer = Promise.promise();
        asked.put(id, new Asked(answer, nowNanos + GatewayService.APPROVAL_DEADLINE.toNanos()));
        byte[] frame = RpcFrames.request(id, method, params);
        door.send(door.buffer(frame.length).writeBytes(frame));
        return answer.future();
    }

    /** False for what was never asked; what comes too late is let be. */
    boolean answered(RpcId id, JsonNode result) {
        Asked question = asked.remove(id);
        if (question != null) {
            question.answer().complete(result);
        }
        return question != null || wasAsked(id);
    }

    /** As {@link #answered}. */
    boolean refused(RpcId id, String message) {
        Asked question = asked.remove(id);
        if (question != null) {
            question.answer().fail(new ExecbusException(ErrorCode.INVALID_REQUEST, "the client refused: " + message));
        }
        return question != null || wasAsked(id);
    }

    private boolean wasAsked(RpcId id) {
        return id instanceof RpcId.Text text
                && text.value().matches(PREFIX + "[1-9][0-9]{0,17}")
                && Long.parseLong(text.value().substring(PREFIX.length())) <= last;
    }

    /** Time has passed. */
    void expire(long nowNanos) {
        if (!asked.isEmpty()) {
            fail(
                    asked.entrySet().stream()
                            .filter(each -> nowNanos - each.getValue().overdueNanos() >= 0)
                            .map(Map.Entry::getKey)
                            .toList(),
                    "the client has not answered in time");
        }
    }

    /** The client is gone. */
    void end() {
        fail(new ArrayList<>(asked.keySet()), "the client is gone");
    }

    private void fail(List<RpcId> ids, String why) {
        for (RpcId id : ids) {
            asked.remove(id).answer().fail(new ExecbusException(ErrorCode.UNSUPPORTED, why));
        }
    }
}
