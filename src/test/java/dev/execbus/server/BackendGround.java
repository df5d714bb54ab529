package dev.execbus.server;

import dev.execbus.client.BusBackend;
import dev.execbus.client.EnvironmentSpec.ByProgram;
import dev.execbus.client.EnvironmentSpec.ByUrl;
import dev.execbus.client.EnvironmentToken;
import dev.execbus.client.ExecBackend;
import dev.execbus.client.RemoteBackend;
import dev.execbus.client.RemoteSettings;
import dev.execbus.processes.ProcessSettings.SpawnerChoice;
import dev.execbus.server.RoughProxy.Roughness;
import dev.execbus.testkit.RpcClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A server, and every way there is to run something on it. */
final class BackendGround implements AutoCloseable {
    /** The ways, by name. */
    enum Way {
        /** In the server's own virtual machine. */
        LOCAL,
        /** By a WebSocket. */
        REMOTE,
        /** By a WebSocket on which notifications get lost and connections break. */
        ROUGH,
        /** By the streams of a program of its own. */
        PROGRAM
    }

    private static final long SEED = 20_261_121;

    private final TestServer server = TestServer.start(SpawnerChoice.NATIVE);
    private final Vertx vertx = Vertx.vertx();
    private final RoughProxy proxy = RoughProxy.to(server.port(), new Roughness(6, 10, 20, 60), SEED);

    /** The caller closes it. */
    ExecBackend open(Way way) {
        return switch (way) {
            case LOCAL -> local();
            case REMOTE -> remote(server.port(), RemoteSettings.DEFAULTS);
            case ROUGH -> remote(proxy.port(), RemoteSettings.DEFAULTS.askingAfter(Duration.ofMillis(150)));
            case PROGRAM -> program();
        };
    }

    private BusBackend local() {
        return server.clientInside();
    }

    RemoteBackend remote(int port, RemoteSettings settings) {
        return RemoteBackend.byUrl(
                vertx,
                new ByUrl("ws://127.0.0.1:" + port, Duration.ofSeconds(10)),
                new EnvironmentToken.None(),
                settings);
    }

    private RemoteBackend program() {
        return RemoteBackend.byProgram(
                vertx,
                new ByProgram(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        List.of(
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                "serve",
                                "--listen",
                                "stdio"),
                        Map.of(),
                        null),
                RemoteSettings.DEFAULTS.initializeWithin(Duration.ofSeconds(30)));
    }

    int port() {
        return server.port();
    }

    static <T> T await(Future<T> future) {
        return RpcClient.await(future.toCompletionStage().toCompletableFuture());
    }

    @Override
    public void close() {
        proxy.close();
        await(vertx.close());
        server.close();
    }
}
