package dev.execbus.client;

import dev.execbus.client.EnvironmentSpec.ByProgram;
import dev.execbus.client.EnvironmentSpec.ByUrl;
import dev.execbus.client.EnvironmentSpec.Here;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * The way in for a program that does not care where its commands run: in its own JVM, on a server, or in a cluster. What is
 * opened here has threads of its own until {@link ExecBackend#close()}; a program that does not close it does not end.
 */
public final class Execbus {
    private Execbus() {}

    /** As the variables of this process say: {@link #connect(Map)}. */
    public static ExecBackend connect() {
        return connect(System.getenv());
    }

    /**
     * To the server that {@code EXECBUS_URL} names, or else {@code CODEX_EXEC_SERVER_URL}; it is reached with the first call,
     * with the bearer token of {@code EXECBUS_TOKEN} if there is one. Without either an Execbus is started in this JVM, which
     * needs {@code execbus-server} on the class path, and the other variables configure it as they do a server. Blocks for as
     * long as that takes; not for event loops.
     *
     * @throws BackendException when there is nowhere to run anything
     */
    public static ExecBackend connect(Map<String, String> variables) {
        EnvironmentSpec place = EnvironmentsConfig.ofVariables(variables)
                .byDefault()
                .orElseThrow(() -> new BackendException(
                        "there is nowhere to run commands: " + EnvironmentsConfig.URL_VARIABLE + " is none"));
        return switch (place.reach()) {
            case Here here -> embedded(variables);
            case ByUrl byUrl -> {
                Vertx vertx = vertx();
                yield new OwnedBackend(
                        RemoteBackend.byUrl(vertx, byUrl, place.token(), RemoteSettings.DEFAULTS), vertx::close);
            }
            case ByProgram byProgram -> {
                Vertx vertx = vertx();
                yield new OwnedBackend(
                        RemoteBackend.byProgram(vertx, byProgram, RemoteSettings.DEFAULTS), vertx::close);
            }
        };
    }

    private static ExecBackend embedded(Map<String, String> variables) {
        EmbeddedExecbus.Running running = ServiceLoader.load(EmbeddedExecbus.class)
                .findFirst()
                .orElseThrow(() -> new BackendException("there is nowhere to run commands: "
                        + EnvironmentsConfig.URL_VARIABLE
                        + " names no server, and there is no execbus-server on the class"
                        + " path to run them in this process"))
                .start(variables);
        return new OwnedBackend(running.backend(), running.end());
    }

    private static Vertx vertx() {
        return Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));
    }
}
