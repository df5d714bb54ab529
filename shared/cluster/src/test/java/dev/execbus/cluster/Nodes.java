package dev.execbus.cluster;

import dev.execbus.bus.NodeName;
import io.vertx.core.Future;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Real nodes on the loopback, in this virtual machine. Closing takes leave of all that are left. */
final class Nodes implements AutoCloseable {
    static final Path MEMBERS_XML = Path.of("../../config/cluster/members.xml");
    static final String LOOPBACK = "127.0.0.1";
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<Cluster> joined = new ArrayList<>();
    private final List<String> members = new ArrayList<>();

    Cluster join(String... names) {
        return join(settings(freePort()), names);
    }

    Cluster join(ClusterSettings settings, String... names) {
        Cluster cluster = Cluster.join(
                settings,
                Arrays.stream(names).map(NodeName::new).toList(),
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2).setInternalBlockingPoolSize(2),
                Duration.ofSeconds(2));
        joined.add(cluster);
        return cluster;
    }

    /** For a node that finds those before it. */
    ClusterSettings settings(int port) {
        return settings(port, "a secret of the tests");
    }

    ClusterSettings settings(int port, String secret) {
        members.add(LOOPBACK + ":" + port);
        return new ClusterSettings(
                "test",
                ClusterSecret.of(secret.getBytes(StandardCharsets.UTF_8)),
                MEMBERS_XML,
                LOOPBACK,
                port,
                members,
                null,
                LOOPBACK,
                0,
                null,
                null,
                null);
    }

    void leave(Cluster cluster) {
        joined.remove(cluster);
        await(cluster.leave());
    }

    @Override
    public void close() {
        joined.stream().map(Cluster::leave).toList().forEach(Nodes::await);
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("not within " + PATIENCE, e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    static int freePort() {
        return freePort(LOOPBACK);
    }

    static int freePort(String host) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
