package dev.execbus.server;

import dev.execbus.bus.Bus;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.Peers;
import dev.execbus.client.BusBackend;
import dev.execbus.processes.ProcessSettings.SpawnerChoice;
import dev.execbus.testkit.RpcClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.CompletableFuture;

/** A server of a single node in the test's own virtual machine, put together as the real one is. */
final class TestServer implements AutoCloseable {
    private final Vertx vertx;
    private final Bus bus;
    private final Roles roles;
    private final Monitoring monitoring;
    private final CompletableFuture<Void> stdioEnded;
    private final ListenAddress bound;

    private TestServer(
            Vertx vertx,
            Bus bus,
            Roles roles,
            Monitoring monitoring,
            CompletableFuture<Void> stdioEnded,
            ListenAddress bound) {
        this.vertx = vertx;
        this.bus = bus;
        this.roles = roles;
        this.monitoring = monitoring;
        this.stdioEnded = stdioEnded;
        this.bound = bound;
    }

    static TestServer start(SpawnerChoice spawner) {
        return start(new TestSettings().spawner(spawner));
    }

    static TestServer start(TestSettings settings) {
        ServerConfig config = settings.config();
        return start(
                settings, Monitoring.begin(config.monitoring(), config.node().name()));
    }

    /** @param monitoring closed with the server */
    static TestServer start(TestSettings settings, Monitoring monitoring) {
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
        CompletableFuture<Void> stdioEnded = new CompletableFuture<>();
        ServerConfig config = settings.config();
        Bus bus = Bus.install(vertx);
        Roles roles = new Roles(
                        monitoring.under(new Ground(
                                vertx,
                                bus,
                                Peers.none(),
                                GatewayNames.alone(config.node().name(), config.gateways()),
                                vertx::close)),
                        config,
                        settings.access(),
                        new Readiness(Role.SINGLE),
                        () -> stdioEnded.complete(null))
                .showing(monitoring.page());
        try {
            return new TestServer(
                    vertx,
                    bus,
                    roles,
                    monitoring,
                    stdioEnded,
                    await(roles.deploy()).orElseThrow());
        } catch (AssertionError e) {
            await(vertx.close());
            monitoring.close();
            throw e;
        }
    }

    int port() {
        return switch (bound) {
            case ListenAddress.WebSocket socket -> socket.port();
            case ListenAddress.Stdio stdio -> throw new AssertionError("a server on stdio has no port");
        };
    }

    /** A client inside, with a session of its own. */
    BusBackend clientInside() {
        return new BusBackend(vertx, bus, new NodeName("test"));
    }

    /** A client with a session of its own. */
    RpcClient client() {
        return RpcClient.open(port());
    }

    /** Another connection for a session that has lost its own. */
    RpcClient resumed(String sessionId) {
        return RpcClient.resume(port(), sessionId);
    }

    /** Completes when the client on standard input is gone. */
    CompletableFuture<Void> stdioEnded() {
        return stdioEnded;
    }

    @Override
    public void close() {
        await(roles.undeploy().compose(done -> vertx.close()));
        monitoring.close();
    }

    private static <T> T await(Future<T> future) {
        return RpcClient.await(future.toCompletionStage().toCompletableFuture());
    }
}
