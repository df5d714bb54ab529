package dev.execbus.environment;

import dev.execbus.bus.EnvironmentService;
import dev.execbus.protocol.EnvironmentMethods.EnvironmentInfo;
import dev.execbus.protocol.EnvironmentMethods.SandboxInfo;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import java.util.Map;

/** Answers from what was read once at the start. Immutable; never blocks. */
final class EnvironmentBuilder implements EnvironmentService {
    private final Map<String, String> serverEnv;
    private final EnvironmentPolicy.Platform platform;
    private final EnvironmentInfo info;

    private EnvironmentBuilder(
            Map<String, String> serverEnv, EnvironmentPolicy.Platform platform, EnvironmentInfo info) {
        this.serverEnv = serverEnv;
        this.platform = platform;
        this.info = info;
    }

    static EnvironmentBuilder of(EnvironmentSettings settings, Host host, SandboxInfo sandbox) {
        return new EnvironmentBuilder(
                settings.variables(), host.platform(), EnvironmentDescription.of(settings, host, sandbox));
    }

    @Override
    public Future<Built> build(Build build) {
        Map<String, String> variables =
                EnvironmentPolicy.apply(serverEnv, build.policy(), null, build.requested(), platform);
        variables.forEach((name, value) -> {
            if (name.indexOf('\0') >= 0 || value.indexOf('\0') >= 0) {
                throw ExecbusException.internal("data provided contains a nul byte");
            }
        });
        return Future.succeededFuture(new Built(Map.copyOf(variables)));
    }

    @Override
    public Future<Described> describe(Describe describe) {
        return Future.succeededFuture(new Described(info));
    }
}
