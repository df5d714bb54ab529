package dev.execbus.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.RpcId;
import dev.execbus.protocol.RpcMessage;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Requests until they are answered, over all the connections it takes. They are sent in the order they came, and in the
 * same order again. Confined to the backend's loop.
 */
final class Requests {
    /** Unanswered at a time: servers stop reading at 128. */
    static final int UNDER_WAY = 96;

    private static final int WAITING = 4_096;

    /** One that gets no answer on so many connections is most probably why they are lost. */
    private static final int MOST_SENT = 50;

    private final Map<RpcId, Request> underWay = new LinkedHashMap<>();
    private final Deque<Request> waiting = new ArrayDeque<>();
    private long lastId;

    boolean isEmpty() {
        return underWay.isEmpty() && waiting.isEmpty();
    }

    Future<JsonNode> add(Request request, long nowNanos) {
        if (waiting.size() >= WAITING) {
            return Future.failedFuture(ExecbusException.resourceExhausted(
                    WAITING + " requests wait for the exec-server, which is the limit"));
        }
        lastId++;
        request.accepted(new RpcId.Numeric(lastId), nowNanos);
        waiting.add(request);
        return request.answer().future();
    }

    /** What can be sent now. */
    List<byte[]> due() {
        List<byte[]> frames = new ArrayList<>();
        while (underWay.size() < UNDER_WAY && !waiting.isEmpty()) {
            Request request = waiting.poll();
            underWay.put(request.id(), request);
            frames.add(request.send());
        }
        return frames;
    }

    void answered(RpcMessage.Response response) {
        Request request = underWay.remove(response.id());
        if (request != null) {
            request.answer().tryComplete(response.result());
        }
    }

    void refused(RpcMessage.Failure failure) {
        Request request = underWay.remove(failure.id());
        if (request != null) {
            request.refused(new ExecbusException(ErrorCode.of(failure.code()), failure.message()));
        }
    }

    /** The connection is lost: what was sent waits again, before everything else. */
    void cut(boolean serverKnowsNames) {
        List<Request> cut = new ArrayList<>(underWay.values());
        underWay.clear();
        List<Request> doubtful = new ArrayList<>();
        for (Request request : cut.reversed()) {
            if (request.mayRepeat(serverKnowsNames) && request.sent() < MOST_SENT) {
                waiting.addFirst(request);
            } else {
                doubtful.addFirst(request);
            }
        }
        doubtful.forEach(Request::doubtful);
    }

    /** Time has passed. */
    void expire(long nowNanos) {
        List<Request> overdue = new ArrayList<>();
        takeOverdue(underWay.values(), nowNanos, overdue);
        takeOverdue(waiting, nowNanos, overdue);
        overdue.forEach(Request::overdue);
    }

    private static void takeOverdue(Collection<Request> from, long nowNanos, List<Request> overdue) {
        for (Iterator<Request> all = from.iterator(); all.hasNext(); ) {
            Request request = all.next();
            if (request.isOverdue(nowNanos)) {
                all.remove();
                overdue.add(request);
            }
        }
    }

    /** All of them, which are nobody's now. */
    List<Request> take() {
        List<Request> all = new ArrayList<>(underWay.values());
        all.addAll(waiting);
        underWay.clear();
        waiting.clear();
        return all;
    }
}
