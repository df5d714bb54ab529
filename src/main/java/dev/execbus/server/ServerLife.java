package dev.execbus.server;

import dev.execbus.transport.Access;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One life of a node: from joining its cluster, if it has one, until it has left. Made for one run. */
final class ServerLife {
    enum End {
        STOPPED,
        /** The cluster lost this node, or the other way round, and does not heal. */
        BROKEN
    }

    static final long START_SECONDS = 60;
    static final long STOP_SECONDS = 10;
    /** What the cluster promises. */
    static final long LEAVE_SECONDS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(ServerLife.class);
    /** Clients of a gateway that has lost its cluster wait for nothing but to go elsewhere. */
    private static final Duration BROKEN_DRAIN = Duration.ofSeconds(2);

    /** Makes the ground for one life. */
    @FunctionalInterface
    interface Grounds {
        /**
         * Blocks.
         *
         * @param broken to be told when the node has lost its cluster for good; on any thread
         * @throws StartupException when there can be none
         */
        Ground make(ServerConfig config, Runnable broken);

        static Ground byRole(ServerConfig config, Runnable broken) {
            return config.node().role().isClustered() ? ClusterGround.join(config, broken) : Ground.alone(config);
        }
    }

    private final Grounds grounds;
    private final ServerConfig config;
    private final Access access;
    private final StopRequests stop;
    private final Consumer<ListenAddress> listening;
    private final Readiness readiness;
    private final CompletableFuture<End> end = new CompletableFuture<>();
    private ListenAddress bound;

    /** @param listening is told the bound address, if there is one */
    ServerLife(
            Grounds grounds, ServerConfig config, Access access, StopRequests stop, Consumer<ListenAddress> listening) {
        this.grounds = grounds;
        this.config = config;
        this.access = access;
        this.stop = stop;
        this.listening = listening;
        this.readiness = new Readiness(config.node().role());
        this.bound = config.listen();
    }

    /** Where clients come, once there was a start. */
    ListenAddress bound() {
        return bound;
    }

    /** @throws StartupException when it did not come to life */
    End run() throws InterruptedException {
        stop.asked().thenRun(() -> end.complete(End.STOPPED));
        try (Monitoring monitoring =
                Monitoring.begin(config.monitoring(), config.node().name())) {
            return run(monitoring.under(grounds.make(config, this::broken)), monitoring);
        }
    }

    private End run(Ground ground, Monitoring monitoring) throws InterruptedException {
        Roles roles = new Roles(ground, config, access, readiness, stop::ask).showing(monitoring.page());
        try {
            await(roles.deploy()).ifPresentOrElse(this::listens, this::serves);
            readiness.serving();
            CompilerThreads.giveWay();
            End how = end.get();
            drain(roles, how);
            return how;
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing fails the end", e);
        } finally {
            stop(ground, roles);
        }
    }

    /** A worker's processes are worth more than a bus that may still heal; a gateway has nothing to lose. */
    private void broken() {
        if (config.node().role() == Role.GATEWAY) {
            LOG.warn("cluster broken node={}", config.node().name());
            end.complete(End.BROKEN);
        } else {
            LOG.error(
                    "cluster broken, the node needs a new start, its sessions go on node={}",
                    config.node().name());
        }
    }

    private void listens(ListenAddress address) {
        bound = address;
        LOG.info(
                "listening on {} node={} role={} gateways={}",
                address,
                config.node().name(),
                config.node().role().word(),
                config.gateways());
        if (config.transport().console() && address instanceof ListenAddress.WebSocket socket) {
            LOG.info("console at {}", socket.page("/console/"));
        }
        listening.accept(address);
    }

    private void serves() {
        LOG.info(
                "serving node={} role={}",
                config.node().name(),
                config.node().role().word());
    }

    private void drain(Roles roles, End how) throws InterruptedException {
        if (!config.node().role().isClustered()) {
            return;
        }
        readiness.draining();
        Duration bound = how == End.BROKEN ? BROKEN_DRAIN : config.node().drain();
        CompletableFuture<Void> cutShort = how == End.BROKEN ? stop.asked() : stop.hurried();
        LOG.info("node draining node={} boundMs={}", config.node().name(), bound.toMillis());
        try {
            CompletableFuture.anyOf(roles.drain().toCompletionStage().toCompletableFuture(), cutShort)
                    .get(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            LOG.warn("node did not drain in order node={}", config.node().name(), e.getCause());
        } catch (TimeoutException e) {
            LOG.info("node ends its drain at the bound node={}", config.node().name());
        }
    }

    private void stop(Ground ground, Roles roles) {
        try {
            ended(roles.undeploy(), STOP_SECONDS);
            ended(ground.leave().get(), LEAVE_SECONDS);
            LOG.info(
                    "node left node={} role={}",
                    config.node().name(),
                    config.node().role().word());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void ended(Future<Void> ending, long seconds) throws InterruptedException {
        try {
            ending.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("not everything stopped in order: {}", e.toString());
        }
    }

    private static <T> T await(Future<T> starting) throws InterruptedException {
        try {
            return starting.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (TimeoutException e) {
            throw new StartupException("the server did not start within " + START_SECONDS + " seconds");
        }
    }

    private static StartupException failure(Throwable cause) {
        if (cause instanceof StartupException known) {
            return known;
        }
        LOG.debug("start failed", cause);
        return new StartupException(ListenFailures.reason(cause));
    }
}
