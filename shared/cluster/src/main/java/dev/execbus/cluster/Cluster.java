package dev.execbus.cluster;

import com.hazelcast.config.Config;
import dev.execbus.bus.Bus;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.Peers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.transport.Transport;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node as one of a cluster: its Vert.x, its bus, and what is known about the others. Whoever joined has to leave.
 * For any thread.
 */
public final class Cluster {
    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    /** Longer than Hazelcast lists a member that died. */
    private static final Duration NAMES_PATIENCE = Duration.ofSeconds(15);

    private static final Duration VERTX_START = Duration.ofSeconds(30);
    private static final Duration CLOSE = Duration.ofSeconds(6);

    private final Vertx vertx;
    private final Bus bus;
    private final KnownPeers peers;
    private final HazelcastMember member;
    private final BusWatch watch;
    private final AtomicBoolean leaving = new AtomicBoolean();
    private final Promise<Void> left = Promise.promise();

    private Cluster(Vertx vertx, Bus bus, KnownPeers peers, HazelcastMember member, BusWatch watch) {
        this.vertx = vertx;
        this.bus = bus;
        this.peers = peers;
        this.member = member;
        this.watch = watch;
    }

    /**
     * Blocks until this node is part of the cluster, which it may be the first of.
     *
     * @param names that no other node of the cluster may have
     * @param options for Vert.x; those of the event bus are decided here where {@code settings} says something
     * @throws ClusterException if it cannot be
     */
    public static Cluster join(ClusterSettings settings, List<NodeName> names, VertxOptions options) {
        return join(settings, names, options, NAMES_PATIENCE);
    }

    static Cluster join(ClusterSettings settings, List<NodeName> names, VertxOptions options, Duration patience) {
        if (names.isEmpty() || new HashSet<>(names).size() < names.size()) {
            throw new IllegalArgumentException("a node has one name at least and none twice: " + names);
        }
        long began = System.nanoTime();
        BusSocket socket = new BusSocket(settings);
        Config config = HazelcastFile.read(settings);
        Directory directory = new Directory();
        DirectoryCluster manager = new DirectoryCluster(UUID.randomUUID().toString(), directory);
        VertxOptions all = new VertxOptions(options).setEventBusOptions(socket.options(options.getEventBusOptions()));
        Vertx vertx = await(clustered(all, socket, manager, new DirectorySelector(directory)), socket);
        try {
            // Whoever is listed can be called: this node is not, before its event bus can read what it gets.
            Bus bus = Bus.install(vertx, settings.secret().busKey(settings.name()));
            Announcement self = new Announcement(
                    manager.getNodeId(),
                    names,
                    new HostPort(socket.publicHost(), manager.getNodeInfo().port()));
            HazelcastMember member =
                    HazelcastMember.start(HazelcastTuning.apply(config, settings, self), self, directory, patience);
            LOG.info(
                    "joined cluster={} names={} bus={} members={} ms={}",
                    settings.name(),
                    names,
                    self.bus(),
                    directory.nodes().size(),
                    Duration.ofNanos(System.nanoTime() - began).toMillis());
            KnownPeers peers = new KnownPeers(vertx, directory);
            BusWatch watch = new BusWatch(vertx, bus, member, self, directory, peers);
            watch.start();
            return new Cluster(vertx, bus, peers, member, watch);
        } catch (RuntimeException e) {
            close(vertx);
            throw e;
        }
    }

    /** As {@link Vertx#builder} does it, which has no place for a selector. */
    private static Future<Vertx> clustered(
            VertxOptions options, BusSocket socket, DirectoryCluster manager, DirectorySelector selector) {
        Transport transport = options.getPreferNativeTransport() ? Transport.nativeTransport() : null;
        return VertxBootstrap.create()
                .options(options)
                .transport(socket.transport(transport == null ? Transport.NIO : transport))
                .clusterManager(manager)
                .clusterNodeSelector(selector)
                .init()
                .clusteredVertx();
    }

    private static Vertx await(Future<Vertx> starting, BusSocket socket) {
        try {
            return starting.toCompletionStage().toCompletableFuture().get(VERTX_START.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while the event bus was starting", e);
        } catch (ExecutionException e) {
            throw new ClusterException(
                    "the event bus cannot start at " + socket + ": "
                            + e.getCause().getMessage(),
                    e);
        } catch (TimeoutException e) {
            throw new ClusterException("the event bus did not start within " + VERTX_START.toSeconds() + " s", e);
        }
    }

    public Vertx vertx() {
        return vertx;
    }

    public Bus bus() {
        return bus;
    }

    public Peers peers() {
        return peers;
    }

    /**
     * Told at most once, on any thread, when this node's way to the others is broken for good: only a new start of the
     * process helps.
     */
    public void whenBroken(Runnable listener) {
        watch.whenBroken(listener);
    }

    /**
     * Undeploys what is deployed, takes leave of the others and closes Vert.x, in less than twenty seconds whatever
     * they do. Never fails.
     */
    public Future<Void> leave() {
        if (leaving.compareAndSet(false, true)) {
            watch.stop();
            Thread.ofPlatform().daemon().name("cluster-leave").start(this::closeAll);
        }
        return left.future();
    }

    /** In this order others stop calling before nobody answers any more. */
    private void closeAll() {
        List<Future<Void>> undeploying =
                vertx.deploymentIDs().stream().map(vertx::undeploy).toList();
        await("the verticles", Future.join(undeploying));
        member.stop();
        close(vertx);
        left.complete();
    }

    private static void close(Vertx vertx) {
        await("Vert.x", vertx.close());
    }

    private static void await(String what, Future<?> closing) {
        try {
            closing.toCompletionStage().toCompletableFuture().get(CLOSE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("{} did not close in order: {}", what, e.toString());
        }
    }
}
