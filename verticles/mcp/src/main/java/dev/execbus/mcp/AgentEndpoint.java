package dev.execbus.mcp;

import dev.execbus.bus.SessionId;
import dev.execbus.bus.Timers;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.server.McpAsyncServer;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.InitializeRequest;
import io.modelcontextprotocol.spec.McpSchema.InitializeResult;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import io.modelcontextprotocol.spec.McpStreamableServerSession.McpStreamableServerSessionInit;
import io.modelcontextprotocol.spec.McpStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.ProtocolVersions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** The agents of a node, by their sessions. Confined to its context. */
final class AgentEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(AgentEndpoint.class);

    private static final Duration LOOK = Duration.ofSeconds(5);

    static final List<String> VERSIONS = List.of(
            ProtocolVersions.MCP_2024_11_05,
            ProtocolVersions.MCP_2025_03_26,
            ProtocolVersions.MCP_2025_06_18,
            ProtocolVersions.MCP_2025_11_25);

    /** What an agent that introduces itself gets. */
    record Introduced(AgentSession session, InitializeResult result) {}

    private final AgentToolsOpener opener;
    private final McpSettings settings;
    private final Executor context;
    private final LongSupplier nanoTime;
    private final McpAsyncServer server;
    private final Map<String, Future<AgentSession>> sessions = new LinkedHashMap<>();
    private McpStreamableServerSession.Factory factory;
    private int opening;
    private boolean leaving;

    AgentEndpoint(
            AgentToolsOpener opener,
            String version,
            McpSettings settings,
            Timers timers,
            Executor context,
            LongSupplier nanoTime) {
        this.opener = opener;
        this.settings = settings;
        this.context = context;
        this.nanoTime = nanoTime;
        this.server = AgentServer.on(new Provider(), version, settings, timers, context);
        timers.every(LOOK, this::forgetIdle);
    }

    boolean isLeaving() {
        return leaving;
    }

    McpSettings settings() {
        return settings;
    }

    Executor context() {
        return context;
    }

    /** A new agent. */
    Future<Introduced> initialize(JSONRPCRequest request) {
        InitializeRequest introduction =
                ProtocolJson.MAPPER.convertValue(request.params(), new TypeRef<InitializeRequest>() {});
        if (leaving) {
            return Future.failedFuture(new ExecbusException(ErrorCode.WORKER_UNAVAILABLE, "the gateway is leaving"));
        }
        if (sessions.size() + opening >= settings.sessions()) {
            return Future.failedFuture(ExecbusException.resourceExhausted(
                    "there are " + settings.sessions() + " agents, which is the limit"));
        }
        opening++;
        Promise<Introduced> introduced = Promise.promise();
        opener.open()
                .onComplete(opened -> context.execute(() -> {
                    opening--;
                    if (opened.failed()) {
                        introduced.fail(opened.cause());
                    } else if (leaving) {
                        opened.result().end();
                        introduced.fail(new ExecbusException(ErrorCode.WORKER_UNAVAILABLE, "the gateway is leaving"));
                    } else {
                        introduce(opened.result(), introduction, introduced);
                    }
                }));
        return introduced.future();
    }

    private void introduce(AgentTools tools, InitializeRequest introduction, Promise<Introduced> introduced) {
        McpStreamableServerSessionInit init = factory.startSession(introduction);
        AgentSession session = entered(tools, init.session());
        sessions.put(session.id(), Future.succeededFuture(session));
        LOG.info(
                "agent begins session={} client={}",
                new SessionId(session.id()),
                introduction.clientInfo() == null
                        ? "unknown"
                        : introduction.clientInfo().name());
        init.initResult().subscribe(result -> introduced.complete(new Introduced(session, result)), introduced::fail);
    }

    private AgentSession entered(AgentTools tools, McpStreamableServerSession of) {
        AgentSession session = new AgentSession(of, tools, ProtocolJson.MAPPER, settings, nanoTime);
        tools.whenLost(() -> context.execute(() -> {
            if (sessions.remove(session.id()) != null) {
                LOG.info("agent's session is lost session={}", new SessionId(session.id()));
                session.close();
            }
        }));
        return session;
    }

    /**
     * The agent that says it has this session. One that is not known here was another gateway's, or this one's before a
     * new start; what it has said of itself is lost then, but not what runs.
     */
    Future<AgentSession> find(String id, String protocolVersion) {
        Future<AgentSession> known = sessions.get(id);
        if (known != null) {
            return known;
        }
        if (sessions.size() + opening >= settings.sessions()) {
            return Future.failedFuture(ExecbusException.resourceExhausted(
                    "there are " + settings.sessions() + " agents, which is the limit"));
        }
        Promise<AgentSession> found = Promise.promise();
        sessions.put(id, found.future());
        opener.resume(id)
                .onComplete(resumed -> context.execute(() -> {
                    if (resumed.failed()) {
                        sessions.remove(id);
                        found.fail(resumed.cause());
                    } else {
                        InitializeRequest introduction = InitializeRequest.builder(
                                        protocolVersion,
                                        ClientCapabilities.builder().build(),
                                        Implementation.builder("unknown", "0").build())
                                .build();
                        AgentSession session = entered(
                                resumed.result(),
                                factory.startSession(introduction).session());
                        LOG.info("agent comes back session={}", new SessionId(id));
                        found.complete(session);
                    }
                }));
        return found.future();
    }

    /** The agent has no more use for it. */
    Future<Void> end(AgentSession session) {
        sessions.remove(session.id());
        LOG.info("agent ends session={}", new SessionId(session.id()));
        return session.end();
    }

    private void forgetIdle() {
        long now = nanoTime.getAsLong();
        for (Future<AgentSession> session : List.copyOf(sessions.values())) {
            if (session.succeeded() && session.result().isIdle(now)) {
                end(session.result());
            }
        }
    }

    /** Takes nothing new; those there are may come back elsewhere. */
    Future<Void> leave() {
        leaving = true;
        List<Future<Void>> left = new ArrayList<>();
        sessions.values().forEach(session -> left.add(session.compose(AgentSession::leave)));
        sessions.clear();
        return Future.join(left).mapEmpty();
    }

    /** As {@link #leave}, but what the agents have started ends. */
    Future<Void> end() {
        leaving = true;
        List<Future<Void>> ended = new ArrayList<>();
        sessions.values().forEach(session -> ended.add(session.compose(AgentSession::end)));
        sessions.clear();
        return Future.join(ended).mapEmpty();
    }

    void close() {
        server.close();
    }

    /** How the SDK sees the agents. */
    private final class Provider implements McpStreamableServerTransportProvider {
        @Override
        public void setSessionFactory(McpStreamableServerSession.Factory sessionFactory) {
            factory = sessionFactory;
        }

        @Override
        public Mono<Void> notifyClients(String method, Object params) {
            return Mono.fromRunnable(() -> context.execute(() -> sessions.values().stream()
                    .filter(Future::succeeded)
                    .forEach(session -> session.result().tell(method, params))));
        }

        @Override
        public Mono<Void> closeGracefully() {
            return Mono.empty();
        }

        @Override
        public List<String> protocolVersions() {
            return VERSIONS;
        }
    }
}
