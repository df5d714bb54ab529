package dev.execbus.mcp;

import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/** One agent, whichever way it came: what it has asked, and what it is told. Confined to the endpoint's context. */
final class AgentSession {
    private static final Logger LOG = LoggerFactory.getLogger(AgentSession.class);

    /** The SDK does not know it. */
    private static final String CANCELLED = "notifications/cancelled";

    private record UnderWay(Disposable work, Outlet outlet) {}

    private final McpStreamableServerSession session;
    private final AgentTools tools;
    private final McpJsonMapper json;
    private final McpSettings settings;
    private final LongSupplier nanoTime;
    private final EventLogs logs;
    private final McpTransportContext surroundings;
    private final Map<Object, UnderWay> underWay = new HashMap<>();
    private EventLog unasked;
    private long lastUsedNanos;

    AgentSession(
            McpStreamableServerSession session,
            AgentTools tools,
            McpJsonMapper json,
            McpSettings settings,
            LongSupplier nanoTime) {
        this.session = session;
        this.tools = tools;
        this.json = json;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.logs = new EventLogs(settings.replayBytes());
        this.surroundings = ToolContext.of(tools);
        this.lastUsedNanos = nanoTime.getAsLong();
    }

    String id() {
        return tools.id();
    }

    EventLogs logs() {
        return logs;
    }

    void request(JSONRPCRequest request, Outlet outlet) {
        used();
        if (underWay.containsKey(request.id())) {
            refuse(request, outlet, "a request with this id is under way");
            return;
        }
        if (underWay.size() >= settings.requests()) {
            refuse(request, outlet, settings.requests() + " requests are under way, which is the limit");
            return;
        }
        Disposable.Swap work = Disposables.swap();
        underWay.put(request.id(), new UnderWay(work, outlet));
        work.update(
                within(session.responseStream(new OutletTransport(json, outlet)).handle(request))
                        .doFinally(how -> underWay.remove(request.id()))
                        .subscribe(done -> {}, failure -> failed(request, outlet, failure), () -> answered(outlet)));
    }

    private void refuse(JSONRPCRequest request, Outlet outlet, String why) {
        JSONRPCResponse refusal = JSONRPCResponse.error(
                request.id(), new JSONRPCResponse.JSONRPCError(McpSchema.ErrorCodes.INVALID_REQUEST, why, null));
        try {
            outlet.message(json.writeValueAsString(refusal), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        outlet.complete();
    }

    private void answered(Outlet outlet) {
        outlet.complete();
        used();
    }

    private void failed(JSONRPCRequest request, Outlet outlet, Throwable failure) {
        LOG.error("request of an agent failed method={}", request.method(), failure);
        outlet.complete();
    }

    void notification(JSONRPCNotification notification) {
        used();
        if (notification.method().equals(CANCELLED)) {
            if (notification.params() instanceof Map<?, ?> params) {
                cancel(params.get("requestId"));
            }
        } else {
            ignoringAnswer(session.accept(notification), notification.method());
        }
    }

    /** A cancelled request is not answered. */
    private void cancel(Object requestId) {
        UnderWay cancelled = underWay.remove(requestId);
        if (cancelled != null) {
            cancelled.work().dispose();
            cancelled.outlet().complete();
        }
    }

    void response(JSONRPCResponse response) {
        used();
        ignoringAnswer(session.accept(response), "response");
    }

    private void ignoringAnswer(Mono<Void> work, String what) {
        within(work).subscribe(done -> {}, failure -> LOG.warn("not understood from an agent what={}", what, failure));
    }

    /** For what is said without being asked; the stream before it, if there was one, is over. */
    EventLog listen() {
        used();
        if (unasked != null) {
            unasked.complete();
        }
        unasked = logs.open();
        session.listeningStream(new OutletTransport(json, Outlet.to(unasked)));
        return unasked;
    }

    void tell(String method, Object params) {
        if (session.hasListeningStream()) {
            ignoringAnswer(session.sendNotification(method, params), method);
        }
    }

    private <T> Mono<T> within(Mono<T> work) {
        return work.contextWrite(context -> context.put(McpTransportContext.KEY, surroundings));
    }

    void used() {
        lastUsedNanos = nanoTime.getAsLong();
        logs.trim();
    }

    boolean isIdle(long now) {
        return underWay.isEmpty()
                && !logs.anyIsListenedTo()
                && now - lastUsedNanos > settings.idle().toNanos();
    }

    /** What the agent has started ends with it. */
    Future<Void> end() {
        close();
        return tools.end();
    }

    /** The agent may come back, here or elsewhere. */
    Future<Void> leave() {
        close();
        return tools.leave();
    }

    /** The session is over; there is nothing to be let go. */
    void close() {
        List.copyOf(underWay.values()).forEach(request -> {
            request.work().dispose();
            request.outlet().complete();
        });
        underWay.clear();
        session.close();
        logs.close();
    }
}
