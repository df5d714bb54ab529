package dev.execbus.environment;

import dev.execbus.bus.Bus;
import dev.execbus.bus.EnvironmentService;
import dev.execbus.bus.NodeName;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** The environment room: what the worker's machine is like, and what a process's variables are. */
public final class EnvironmentVerticle extends VerticleBase {
    private final Bus bus;
    private final NodeName worker;
    private final EnvironmentSettings settings;

    public EnvironmentVerticle(Bus bus, NodeName worker, EnvironmentSettings settings) {
        this.bus = bus;
        this.worker = worker;
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(() -> EnvironmentBuilder.of(settings, Host.read()))
                .compose(environment -> EnvironmentService.serve(bus, worker, environment));
    }
}
