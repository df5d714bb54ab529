package dev.execbus.client;

import dev.execbus.client.EnvironmentSpec.ByProgram;
import dev.execbus.client.EnvironmentSpec.ByUrl;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * Makes backends of all kinds.
 *
 * @param clientName how this client introduces itself to servers
 * @param local makes the one for here
 */
public record UsualBackends(Vertx vertx, String clientName, Supplier<ExecBackend> local) implements BackendFactory {
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

    private RemoteSettings settings(EnvironmentSpec environment) {
        return RemoteSettings.DEFAULTS.named(clientName).initializeWithin(environment.initializeTimeout());
    }
}
