package dev.execbus.transport;

import dev.execbus.bus.Bus;
import dev.execbus.bus.EnvironmentService;
import dev.execbus.bus.EnvironmentService.Describe;
import dev.execbus.bus.EnvironmentService.Described;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.NodeName;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.util.HashSet;
import java.util.Set;

/** Deploys one gateway: a WebSocket endpoint with its health routes. */
public final class TransportVerticle extends VerticleBase {
    private static final long CHECK_INTERVAL_MS = 1_000;

    private final Bus bus;
    private final NodeName name;
    private final NodeName worker;
    private final String host;
    private final int port;
    private final Access access;
    private final TransportSettings settings;
    private final Set<WebSocketDoor> doors = new HashSet<>();

    private Gateway gateway;
    private HttpServer server;
    private boolean stopping;

    /** @param port 0 for any; see {@link #actualPort} */
    public TransportVerticle(
            Bus bus, NodeName name, NodeName worker, String host, int port, Access access, TransportSettings settings) {
        this.bus = bus;
        this.name = name;
        this.worker = worker;
        this.host = host;
        this.port = port;
        this.access = access;
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        gateway = new Gateway(bus, name, worker, settings);
        EnvironmentService environment = EnvironmentService.on(bus, worker);
        HttpRoutes routes = new HttpRoutes(
                access,
                settings,
                () -> !stopping,
                gateway::full,
                () -> environment.describe(new Describe()).map(Described::info),
                this::opened);
        server = vertx.createHttpServer(options()).requestHandler(routes.handler(vertx));
        vertx.setPeriodic(CHECK_INTERVAL_MS, ignored -> checkAll());
        return GatewayService.serve(bus, name, gateway).compose(served -> server.listen(port, host));
    }

    /** The port that is bound, once deployed. */
    public int actualPort() {
        return server.actualPort();
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        gateway.closeAll(CloseReason.SHUTDOWN);
        return server.close();
    }

    private void opened(ServerWebSocket socket) {
        WebSocketDoor door = new WebSocketDoor(socket, settings);
        doors.add(door);
        door.open(gateway.connect(door, () -> doors.remove(door)));
    }

    private void checkAll() {
        long now = System.nanoTime();
        Set.copyOf(doors).forEach(door -> door.check(now));
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setTcpNoDelay(true)
                .setMaxWebSocketFrameSize(settings.frameBytes())
                .setMaxWebSocketMessageSize(settings.messageBytes())
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setWebSocketClosingTimeout(2)
                .setRegisterWebSocketWriteHandlers(false)
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout(0);
    }
}
