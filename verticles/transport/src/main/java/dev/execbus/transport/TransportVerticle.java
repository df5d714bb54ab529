package dev.execbus.transport;

import dev.execbus.bus.Bus;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.Peers;
import dev.execbus.bus.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/** Deploys one gateway: a WebSocket endpoint with its health routes. Its name is its own, and new with each start. */
public final class TransportVerticle extends VerticleBase {
    private static final long CHECK_INTERVAL_MS = 1_000;

    private final Bus bus;
    private final NodeName name;
    private final Peers peers;
    private final String host;
    private final int port;
    private final Access access;
    private final TransportSettings settings;
    private final List<OperatorPage> pages = new ArrayList<>();
    private final List<HttpMount> mounts = new ArrayList<>();
    private final Strangers strangers = new Strangers();
    private final Set<LongConsumer> checks = new HashSet<>();
    private ConsoleFiles consoleFiles = ConsoleFiles.in("webroot/console");
    private ShareCheck shares;

    private Gateway gateway;
    private HttpServer server;

    /** @param port 0 for any; see {@link #actualPort} */
    public TransportVerticle(
            Bus bus, NodeName name, Peers peers, String host, int port, Access access, TransportSettings settings) {
        this.bus = bus;
        this.name = name;
        this.peers = peers;
        this.host = host;
        this.port = port;
        this.access = access;
        this.settings = settings;
    }

    /** Before it is deployed. */
    public TransportVerticle showing(OperatorPage page) {
        pages.add(page);
        return this;
    }

    /** Before it is deployed: where the console is to be found. */
    TransportVerticle serving(ConsoleFiles files) {
        consoleFiles = files;
        return this;
    }

    /** Before it is deployed: who knows shares, if it is not the workers. */
    TransportVerticle knowing(ShareCheck check) {
        shares = check;
        return this;
    }

    @Override
    public Future<?> start() {
        gateway = new Gateway(bus, name, peers, settings, Surroundings.of(context));
        RefusalLog refusals = new RefusalLog(System::nanoTime);
        Admission admission =
                new Admission(access, shares == null ? new SharesOfWorkers(bus, gateway::liveWorkers) : shares);
        HttpRoutes routes = new HttpRoutes(
                access,
                settings,
                gateway,
                pages,
                new Upgrades("websocket", admission, refusals, gateway, this::opened),
                eventBus(admission, refusals),
                console(admission, refusals),
                mounts);
        server = vertx.createHttpServer(options()).requestHandler(routes.handler(vertx));
        vertx.setPeriodic(CHECK_INTERVAL_MS, ignored -> checkAll());
        return gateway.start(Timers.of(vertx)).compose(started -> server.listen(port, host));
    }

    /** Before it is deployed. */
    public TransportVerticle serving(HttpMount mount) {
        mounts.add(mount);
        return this;
    }

    /** Lets a client in that is in this JVM. Any thread. */
    public Future<InsideClient.Connection> enter(InsideClient client) {
        Promise<InsideClient.Connection> entered = Promise.promise();
        context.runOnContext(ignored -> {
            if (gateway.refusal() == null) {
                InsideDoor door = new InsideDoor(context, client);
                entered.complete(door.open(gateway.connect(door, null, () -> {})));
            } else {
                entered.fail(gateway.refusal());
            }
        });
        return entered.future();
    }

    /** The port that is bound, once deployed. */
    public int actualPort() {
        return server.actualPort();
    }

    /**
     * Takes no more clients and sends those it has away in small groups. Completes, on any thread, when they are gone and
     * their sessions can be resumed elsewhere.
     */
    public Future<Void> drain() {
        Promise<Void> drained = Promise.promise();
        context.runOnContext(ignored -> gateway.drain(Timers.of(vertx)).onComplete(drained));
        return drained.future();
    }

    @Override
    public Future<?> stop() {
        gateway.stop();
        return server.close();
    }

    /** Null when it is not wanted. */
    private EventBusRoutes eventBus(Admission admission, RefusalLog refusals) {
        return settings.eventBus()
                ? new EventBusRoutes(
                        admission,
                        new PageCheck(EventBusRoutes.DOOR, admission.asksNobody(), settings, refusals),
                        refusals,
                        gateway,
                        strangers,
                        (socket, path, caller) -> openedEventBus(socket, path, caller, admission, refusals))
                : null;
    }

    /** Null when it is not wanted. */
    private ConsoleRoutes console(Admission admission, RefusalLog refusals) {
        return settings.console()
                ? new ConsoleRoutes(
                        vertx,
                        consoleFiles,
                        new PageCheck(ConsoleRoutes.DOOR, admission.asksNobody(), settings, refusals),
                        new Upgrades(ConsoleRoutes.DOOR, admission, refusals, gateway, this::opened))
                : null;
    }

    private void opened(ServerWebSocket socket, String environment, Caller caller) {
        WebSocketDoor door = new WebSocketDoor(socket, settings, caller);
        door.open(connect(door, environment, door::check));
    }

    private void openedEventBus(
            ServerWebSocket socket, EventBusPath path, Caller caller, Admission admission, RefusalLog refusals) {
        EventBusDoor door = new EventBusDoor(
                new WebSocketDoor(socket, settings, null),
                path.kind() == EventBusPath.Kind.RAW_SOCKET ? SocketFrames.RAW : SocketFrames.SOCKJS,
                new BridgeIdentity(admission, strangers, caller),
                refusals,
                socket.remoteAddress().toString());
        door.open(connect(door, path.environment(), door::check));
    }

    private RpcConnection connect(Door door, String environment, LongConsumer check) {
        checks.add(check);
        return gateway.connect(door, environment, () -> checks.remove(check));
    }

    private void checkAll() {
        long now = System.nanoTime();
        Set.copyOf(checks).forEach(check -> check.accept(now));
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setTcpNoDelay(true)
                .setMaxWebSocketFrameSize(settings.frameBytes())
                .setMaxWebSocketMessageSize(settings.messageBytes())
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .addWebSocketSubProtocol(OfferedProtocols.EXECBUS)
                .setWebSocketClosingTimeout(2)
                .setRegisterWebSocketWriteHandlers(false)
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout(0);
    }
}
