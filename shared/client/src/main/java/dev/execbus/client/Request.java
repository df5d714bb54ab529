package dev.execbus.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.RpcFrames;
import dev.execbus.protocol.RpcId;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;

/** A request until it is answered. Confined to the backend's loop. */
final class Request {
    /** What becomes of a request that was sent on a connection that is lost. */
    enum Repeat {
        /** It may be done twice, or the server knows that it is the same. */
        ALWAYS,
        /** It is sent again if the server knows names of operations. */
        NAMED,
        /** It ends with its connection. */
        NEVER
    }

    private final String method;
    private final Map<String, Object> params;
    private final Repeat repeat;
    private final Duration patience;
    private final Promise<JsonNode> answer = Promise.promise();
    private Predicate<ExecbusException> meansDone = refusal -> false;
    private RpcId id;
    private long deadlineNanos;
    private int sent;

    Request(String method, Map<String, Object> params, Repeat repeat, Duration patience) {
        this.method = method;
        this.params = params;
        this.repeat = repeat;
        this.patience = patience;
    }

    /** @param refusal which, when it is sent again, says that it was done before */
    Request doneBefore(Predicate<ExecbusException> refusal) {
        meansDone = refusal;
        return this;
    }

    void accepted(RpcId as, long nowNanos) {
        id = as;
        deadlineNanos = nowNanos + patience.toNanos();
    }

    RpcId id() {
        return id;
    }

    Promise<JsonNode> answer() {
        return answer;
    }

    /** How often it was sent. */
    int sent() {
        return sent;
    }

    byte[] send() {
        sent++;
        return RpcFrames.request(id, method, params);
    }

    void refused(ExecbusException refusal) {
        if (sent > 1 && meansDone.test(refusal)) {
            answer.tryComplete(MissingNode.getInstance());
        } else {
            answer.tryFail(refusal);
        }
    }

    boolean isOverdue(long nowNanos) {
        return nowNanos - deadlineNanos >= 0;
    }

    void overdue() {
        answer.tryFail(new BackendException(
                "the exec-server did not answer " + method + " within " + patience.toSeconds() + "s"));
    }

    /** Whether it can be sent on another connection, having been sent on one that is lost. */
    boolean mayRepeat(boolean serverKnowsNames) {
        return switch (repeat) {
            case ALWAYS -> true;
            case NAMED -> serverKnowsNames;
            case NEVER -> false;
        };
    }

    void doubtful() {
        answer.tryFail(new BackendException(
                "the connection to the exec-server was lost, and it is not known whether " + method + " was done"));
    }
}
