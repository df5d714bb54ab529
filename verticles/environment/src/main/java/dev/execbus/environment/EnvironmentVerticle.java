package dev.execbus.environment;

import dev.execbus.bus.Bus;
import dev.execbus.bus.EnvironmentService;
import dev.execbus.bus.NodeName;
import dev.execbus.protocol.EnvironmentMethods.SandboxInfo;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.function.Supplier;

/** The environment room: what the worker's machine is like, and what a process's variables are. */
public final class EnvironmentVerticle extends VerticleBase {
    private final Bus bus;
    private final NodeName worker;
    private final EnvironmentSettings settings;
    private final Supplier<SandboxInfo> sandbox;

    /** @param sandbox may block until it is known */
    public EnvironmentVerticle(Bus bus, NodeName worker, EnvironmentSettings settings, Supplier<SandboxInfo> sandbox) {
        this.bus = bus;
        this.worker = worker;
        this.settings = settings;
        this.sandbox = sandbox;
    }

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(() -> EnvironmentBuilder.of(settings, Host.read(), sandbox.get()))
                .compose(environment -> EnvironmentService.serve(bus, worker, environment));
    }
}
