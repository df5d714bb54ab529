package dev.execbus.server;

import dev.execbus.bus.Bus;
import dev.execbus.bus.NodeName;
import dev.execbus.environment.EnvironmentVerticle;
import dev.execbus.filesystem.FileVerticle;
import dev.execbus.http.HttpVerticle;
import dev.execbus.mcp.McpSettings;
import dev.execbus.mcp.McpVerticle;
import dev.execbus.mcp.RemoteToolsOpener;
import dev.execbus.processes.ProcessVerticle;
import dev.execbus.protocol.EnvironmentMethods.SandboxInfo;
import dev.execbus.sandbox.Sandbox;
import dev.execbus.sandbox.SandboxSupport;
import dev.execbus.sandbox.WorkerSandbox;
import dev.execbus.sessions.SessionVerticle;
import dev.execbus.transport.Access;
import dev.execbus.transport.CapabilityTokenAccess;
import dev.execbus.transport.HttpMount;
import dev.execbus.transport.OperatorPage;
import dev.execbus.transport.StdioVerticle;
import dev.execbus.transport.TransportVerticle;
import dev.execbus.unifiedexec.UnifiedExecVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which verticles make a role, in the order they are deployed; they are taken down in the opposite one. */
final class Roles {
    private static final Logger LOG = LoggerFactory.getLogger(Roles.class);

    /** Vert.x's word for a free port that is the same for everybody who says this. */
    private static final int SHARED_FREE_PORT = -1;

    private record Deployed(Class<?> verticle, String id) {}

    private final Ground ground;
    private final ServerConfig config;
    private final Access access;
    private final Readiness readiness;
    private final Runnable stdioEnded;
    private final List<Deployed> deployed = new ArrayList<>();
    private final List<Supplier<Future<Void>>> drains = new ArrayList<>();
    private final List<OperatorPage> pages = new ArrayList<>();
    private final InsideDoors insideDoors = new InsideDoors();
    private Sandbox sandbox;
    private McpVerticle mcp;

    /** @param stdioEnded called when the client on standard input is gone */
    Roles(Ground ground, ServerConfig config, Access access, Readiness readiness, Runnable stdioEnded) {
        this.ground = ground;
        this.config = config;
        this.access = access;
        this.readiness = readiness;
        this.stdioEnded = stdioEnded;
    }

    /** Before they are deployed: a page for operators. */
    Roles showing(OperatorPage page) {
        pages.add(page);
        return this;
    }

    /** Completes once sessions or clients can come, with the bound address where clients do. */
    Future<Optional<ListenAddress>> deploy() {
        Role role = config.node().role();
        return operations()
                .compose(done -> role.isWorker() ? worker() : Future.succeededFuture())
                .compose(done ->
                        role.isGateway() ? gateway().map(Optional::of) : Future.succeededFuture(Optional.empty()));
    }

    /** First, so that they are there until everything else has gone. */
    private Future<Void> operations() {
        AdminAddress listen = config.admin().listen();
        if (listen == null && !config.node().role().isClustered()) {
            return Future.succeededFuture();
        }
        NodeWatch watch = new NodeWatch(ground.bus());
        Future<Void> watching = deploy(watch);
        return listen == null ? watching : watching.compose(done -> deploy(admin(listen, watch)));
    }

    private AdminVerticle admin(AdminAddress listen, NodeWatch watch) {
        Path tokenFile = config.admin().tokenFile();
        if (tokenFile == null && !listen.isLoopback()) {
            LOG.warn("everybody who reaches {} can see nodes and sessions: admin.tokenFile is not set", listen);
        }
        return new AdminVerticle(
                listen,
                BearerToken.find(tokenFile, null)
                        .<Access>map(CapabilityTokenAccess::ofToken)
                        .orElseGet(Access::open),
                List.of(new ProbeRoutes(readiness, watch::nodes)),
                guarded(watch));
    }

    private List<AdminRoutes> guarded(NodeWatch watch) {
        List<AdminRoutes> routes = new ArrayList<>();
        routes.add(new NodesRoutes(watch::nodes));
        routes.add(new SessionsRoutes(ground.bus(), watch::nodes));
        pages.forEach(page -> routes.add(new MetricsRoutes(page)));
        return routes;
    }

    /** What runs processes, and nothing by which clients could come. */
    Future<Void> worker() {
        Bus bus = ground.bus();
        NodeName worker = config.node().name();
        // Before anything else: it looks at the machine while the rooms are furnished.
        sandbox = WorkerSandbox.start(config.sandbox());
        SessionVerticle sessions = new SessionVerticle(
                bus, worker, config.node().labels(), config.environment().version(), config.sessions());
        return deploy(new EnvironmentVerticle(bus, worker, config.environment(), this::sandboxInfo))
                .compose(done -> deploy(new FileVerticle(bus, worker, config.files(), sandbox)))
                .compose(done -> deploy(new HttpVerticle(bus, worker, config.http())))
                .compose(done -> deploy(new ProcessVerticle(bus, worker, config.processes(), sandbox)))
                .compose(done -> deploy(new UnifiedExecVerticle(
                        bus, worker, config.environments(), config.environment().version(), config.unifiedExec())))
                .compose(done -> deploy(sessions))
                .onSuccess(done -> drains.add(sessions::drain));
    }

    private SandboxInfo sandboxInfo() {
        SandboxSupport support = sandbox.support();
        LOG.info("sandbox={} detail=\"{}\"", support.mechanism().wireName(), support.detail());
        return new SandboxInfo(support.mechanism().wireName(), support.detail());
    }

    private Future<ListenAddress> gateway() {
        return switch (config.listen()) {
            case ListenAddress.WebSocket asked -> {
                int port = asked.port() == 0 ? SHARED_FREE_PORT : asked.port();
                Future<Integer> bound = mcp().map(port);
                for (NodeName name : ground.gateways()) {
                    bound = bound.compose(before -> instance(name, asked.host(), port));
                }
                yield bound.map(actual -> new ListenAddress.WebSocket(asked.host(), actual));
            }
            case ListenAddress.Stdio stdio ->
                deploy(new StdioVerticle(
                                ground.bus(),
                                ground.gateways().getFirst(),
                                config.transport(),
                                System.in,
                                System.out,
                                stdioEnded))
                        .map(done -> stdio);
        };
    }

    /** Before the listeners, which hand it the requests of agents; agents' own clients come in by any of these. */
    private Future<Void> mcp() {
        if (!config.mcp()) {
            return Future.succeededFuture();
        }
        mcp = new McpVerticle(
                new RemoteToolsOpener(ground.vertx(), insideDoors),
                config.environment().version(),
                McpSettings.DEFAULTS);
        return deploy(mcp).onSuccess(done -> drains.add(mcp::drain));
    }

    /** Completes with the bound port: the same for all instances, among which Vert.x shares out the connections. */
    private Future<Integer> instance(NodeName name, String host, int port) {
        TransportVerticle transport =
                new TransportVerticle(ground.bus(), name, ground.peers(), host, port, access, config.transport());
        if (config.monitoring().onGateway()) {
            pages.forEach(transport::showing);
        }
        if (mcp != null) {
            transport.serving(new HttpMount(McpVerticle.PATH, mcp.requests()));
        }
        return deploy(transport).map(done -> {
            insideDoors.add(transport);
            drains.add(transport::drain);
            return transport.actualPort();
        });
    }

    private Future<Void> deploy(Deployable verticle) {
        return ground.vertx().deployVerticle(verticle).map(id -> {
            deployed.add(new Deployed(verticle.getClass(), id));
            return null;
        });
    }

    /** In the order of their deployment. */
    List<Class<?>> verticles() {
        return deployed.stream().<Class<?>>map(Deployed::verticle).toList();
    }

    /** Gateways let their clients go to others, workers wait for the end of their sessions. Not bounded by itself. */
    Future<Void> drain() {
        return Future.join(drains.stream().map(Supplier::get).toList()).mapEmpty();
    }

    /** Gateways first, so that clients are told; then everything that runs is ended. */
    Future<Void> undeploy() {
        Future<Void> done = Future.succeededFuture();
        for (Deployed verticle : deployed.reversed()) {
            done = done.transform(before -> ground.vertx().undeploy(verticle.id()))
                    .transform(after -> Future.succeededFuture());
        }
        Sandbox ending = sandbox;
        sandbox = null;
        return ending == null
                ? done
                : done.compose(ended -> ground.vertx().executeBlocking(() -> {
                    ending.close();
                    return null;
                }));
    }
}
