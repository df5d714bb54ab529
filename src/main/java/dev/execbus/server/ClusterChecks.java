package dev.execbus.server;

import dev.execbus.server.Finding.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks at what a node needs to join its cluster. Blocks for as long as names take to be looked up. */
final class ClusterChecks {
    private static final String SUBJECT = "cluster";

    private ClusterChecks() {}

    /** Nothing for a server that is alone. */
    static List<Finding> run(ServerConfig config) {
        if (!config.node().role().isClustered()) {
            return List.of();
        }
        ClusterConfig cluster = config.cluster();
        List<Finding> findings = new ArrayList<>();
        findings.add(secret(config.node().role(), cluster.secretFile()));
        findings.add(port("cluster.port", cluster.host(), cluster.port()));
        if (cluster.busPort() > 0) {
            String host = cluster.busHost() == null ? cluster.host() : cluster.busHost();
            findings.add(port("cluster.busPort", host, cluster.busPort()));
        }
        String service = cluster.kubernetesService();
        findings.add(service == null ? members(cluster.members()) : members(service));
        return findings;
    }

    private static Finding secret(Role role, Path file) {
        try {
            SecretFile.read(role, file);
        } catch (StartupException e) {
            return new Finding(State.BROKEN, SUBJECT, e.getMessage());
        }
        return SecretFile.isOpenToOthers(file)
                ? new Finding(
                        State.WARNING,
                        SUBJECT,
                        "everybody on this machine can read the cluster's secret, join, and own the workers: chmod 600 "
                                + file)
                : new Finding(State.OK, SUBJECT, "the secret in " + file + " can be used");
    }

    private static Finding port(String key, String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return new Finding(State.OK, SUBJECT, key + " " + port + " is free on " + host);
        } catch (IOException e) {
            // A doctor may look while the node runs.
            return new Finding(
                    State.WARNING,
                    SUBJECT,
                    key + " " + port + " cannot be listened on at " + host + ", unless this node runs already: "
                            + OneLine.of(String.valueOf(e.getMessage())));
        }
    }

    private static Finding members(List<String> members) {
        List<String> unknown = members.stream()
                .filter(member -> !isKnown(member.replaceFirst(":[0-9]+$", "")))
                .toList();
        return unknown.isEmpty()
                ? new Finding(State.OK, SUBJECT, "all hosts of cluster.members have addresses")
                : new Finding(State.BROKEN, SUBJECT, "no address is known for " + String.join(", ", unknown));
    }

    private static Finding members(String service) {
        return isKnown(service)
                ? new Finding(State.OK, SUBJECT, "cluster.kubernetesService has addresses")
                // Before the first pod is there it has none.
                : new Finding(State.WARNING, SUBJECT, "no address is known for " + service);
    }

    private static boolean isKnown(String host) {
        try {
            return InetAddress.getAllByName(host).length > 0;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
