package dev.execbus.server;

import dev.execbus.client.BackendException;
import dev.execbus.client.BusBackend;
import dev.execbus.client.EmbeddedExecbus;
import dev.execbus.environment.EnvironmentSettings;
import dev.execbus.transport.Access;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The rooms of a worker in the JVM of a program that uses the client; its class path leads here. */
public final class EmbeddedServer implements EmbeddedExecbus {
    private static final AtomicInteger STARTED = new AtomicInteger();

    /** For the service loader. */
    public EmbeddedServer() {}

    @Override
    public Running start(Map<String, String> variables) {
        ServerConfig config = config(variables);
        Ground ground = Ground.alone(config);
        Roles roles = new Roles(
                ground, config, Access.open(), new Readiness(config.node().role()), () -> {});
        EmbeddedEnd end = new EmbeddedEnd(
                () -> roles.undeploy().transform(done -> ground.leave().get()));
        try {
            await(roles.worker());
        } catch (BackendException e) {
            end.get();
            throw e;
        }
        return new Running(
                new BusBackend(ground.vertx(), ground.bus(), config.node().name()), end);
    }

    private static ServerConfig config(Map<String, String> variables) {
        try {
            return ServerConfig.of(
                    ConfigLoader.load(Optional.empty(), variables, List.of(), List.of()),
                    new EnvironmentSettings(
                            Version.CURRENT, variables, Path.of("").toAbsolutePath()),
                    STARTED.getAndIncrement());
        } catch (StartupException e) {
            throw new BackendException(e.getMessage());
        }
    }

    private static void await(Future<Void> up) {
        try {
            up.toCompletionStage().toCompletableFuture().get(ServerLife.START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new BackendException(
                    "Execbus does not start: " + OneLine.of(e.getCause().getMessage()));
        } catch (TimeoutException e) {
            throw new BackendException("Execbus did not start within " + ServerLife.START_SECONDS + " seconds");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackendException("interrupted while Execbus started");
        }
    }
}
