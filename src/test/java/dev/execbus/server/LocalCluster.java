package dev.execbus.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Gateways and workers as processes of this machine, on the loopback or each in a network of its own. */
final class LocalCluster implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(60);

    private final Map<String, ClusterNode> nodes;
    private final TcpBalancer balancer;
    private final Map<String, String> headers;

    private LocalCluster(Map<String, ClusterNode> nodes, TcpBalancer balancer, Map<String, String> headers) {
        this.nodes = nodes;
        this.balancer = balancer;
        this.headers = headers;
    }

    /** Two gateways, g1 and g2, and two workers, w1 and w2. */
    static LocalCluster start(String title, Map<String, String> settings) {
        return start(new NodeCommands(title, settings));
    }

    /** The same, with a network whose links can be cut. */
    static LocalCluster start(String title, Map<String, String> settings, NodeNetwork network) {
        return start(new NodeCommands(title, settings, network));
    }

    private static LocalCluster start(NodeCommands commands) {
        Map<String, ClusterNode> nodes = new LinkedHashMap<>();
        for (String name : NodeCommands.NAMES) {
            nodes.put(name, commands.node(name));
        }
        Map<String, InetSocketAddress> doors = new LinkedHashMap<>();
        nodes.values().stream()
                .filter(ClusterNode::isGateway)
                .forEach(gateway -> doors.put(gateway.name(), gateway.address()));
        try {
            LocalCluster cluster = new LocalCluster(nodes, new TcpBalancer(doors), commands.clientHeaders());
            try {
                // The first to come leads the cluster below; it is a gateway, which the tests are hardest on.
                ClusterNode first = nodes.get(NodeCommands.NAMES.getFirst());
                first.start();
                first.awaitAnnounced();
                nodes.values().stream().filter(node -> node != first).forEach(ClusterNode::start);
                cluster.awaitReady();
                return cluster;
            } catch (AssertionError e) {
                cluster.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TcpBalancer balancer() {
        return balancer;
    }

    /** What a client has to send with its upgrade. */
    Map<String, String> headers() {
        return headers;
    }

    ClusterNode node(String name) {
        return nodes.get(name);
    }

    /** Of two gateways or two workers the other one. */
    ClusterNode other(ClusterNode node) {
        return nodes.values().stream()
                .filter(candidate -> candidate != node && candidate.isGateway() == node.isGateway())
                .findFirst()
                .orElseThrow();
    }

    Stream<ClusterNode> gateways() {
        return nodes.values().stream().filter(ClusterNode::isGateway);
    }

    Stream<ClusterNode> workers() {
        return nodes.values().stream().filter(node -> !node.isGateway());
    }

    /** Every gateway that is alive gives sessions on every worker that is. */
    void awaitReady() {
        gateways().filter(ClusterNode::isAlive).forEach(this::awaitReady);
    }

    void awaitReady(ClusterNode gateway) {
        gateway.awaitAnnounced();
        workers()
                .filter(ClusterNode::isAlive)
                .forEach(worker -> Eventually.holds(
                        gateway + " gives sessions on " + worker, READY, () -> gives(gateway, worker)));
    }

    /** One try; leaves a detached session behind. */
    boolean gives(ClusterNode gateway, ClusterNode worker) {
        try (ClusterClient client = ClusterClient.connect(gateway.address(), worker, headers)) {
            JsonNode answer = client.initialize(null);
            return answer.has("result");
        } catch (IOException e) {
            return false;
        }
    }

    /** The gateway that carries a keeper's session. */
    ClusterNode carrier(StreamKeeper keeper) {
        return node(balancer.carrier(keeper.session().localPort()));
    }

    /** A client under load that comes in by the balancer. */
    StreamKeeper keeper(String path, int outputMegabytes, int inputKilobytes) {
        return new StreamKeeper(balancer::address, path, headers, outputMegabytes, inputKilobytes);
    }

    /** A session of its own, ready for work. */
    ClusterClient client(ClusterNode gateway, ClusterNode worker) {
        return ClusterClient.open(gateway.address(), "/environments/" + worker, headers);
    }

    /** Resident memory of all nodes in kB. */
    long residentKilobytes() {
        return nodes.values().stream()
                .filter(ClusterNode::isAlive)
                .mapToLong(LocalCluster::residentKilobytes)
                .sum();
    }

    /** Of one node. */
    static long residentKilobytes(ClusterNode node) {
        return resident(node.pid());
    }

    private static long resident(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        balancer.close();
        nodes.values().forEach(ClusterNode::close);
    }

    /** In the order they are started. */
    @Override
    public String toString() {
        return List.copyOf(nodes.values()).toString();
    }
}
