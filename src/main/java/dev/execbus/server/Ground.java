package dev.execbus.server;

import dev.execbus.bus.Bus;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.Peers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the rooms of a node stand on.
 *
 * @param gateways the names for the node's gateways
 * @param leave says goodbye to other nodes, if there are any, and closes Vert.x
 */
record Ground(Vertx vertx, Bus bus, Peers peers, List<NodeName> gateways, Supplier<Future<Void>> leave) {
    /**
     * Rooms that share an event loop hand messages on without waking another thread; the reactor has a core of its own.
     */
    private static final int EVENT_LOOPS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    Ground withBus(Bus other) {
        return new Ground(vertx, other, peers, gateways, leave);
    }

    static Ground alone(ServerConfig config) {
        Vertx vertx = Vertx.vertx(options(config));
        return new Ground(
                vertx,
                Bus.install(vertx),
                Peers.none(),
                GatewayNames.alone(config.node().name(), config.gateways()),
                vertx::close);
    }

    /** A gateway has an event loop for each of its instances; its bus shares one of them. */
    static VertxOptions options(ServerConfig config) {
        int loops = config.node().role().isGateway() ? Math.max(EVENT_LOOPS, config.gateways()) : EVENT_LOOPS;
        return new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(loops)
                .setInternalBlockingPoolSize(4)
                .setWorkerPoolSize(4);
    }
}
