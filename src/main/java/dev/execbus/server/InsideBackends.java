package dev.execbus.server;

import dev.execbus.client.BackendFactory;
import dev.execbus.client.EnvironmentSpec;
import dev.execbus.client.EnvironmentSpec.ByProgram;
import dev.execbus.client.EnvironmentSpec.ByUrl;
import dev.execbus.client.ExecBackend;
import dev.execbus.client.RemoteBackend;
import dev.execbus.client.RemoteSettings;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** How the agent of this process reaches the places where its commands run. */
record InsideBackends(Vertx vertx, Supplier<ExecBackend> local) implements BackendFactory {
    private static final String CLIENT_NAME = "execbus-mcp";

    @Override
    public ExecBackend here() {
        return local.get();
    }

    @Override
    public ExecBackend byUrl(EnvironmentSpec environment, ByUrl reach) {
        return RemoteBackend.byUrl(vertx, reach, environment.token(), settings(environment));
    }

    @Override
    public ExecBackend byProgram(EnvironmentSpec environment, ByProgram reach) {
        return RemoteBackend.byProgram(vertx, reach, settings(environment));
    }

    private static RemoteSettings settings(EnvironmentSpec environment) {
        return RemoteSettings.DEFAULTS.named(CLIENT_NAME).initializeWithin(environment.initializeTimeout());
    }
}
