package dev.execbus.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How each node of a test's cluster is started: the only place that knows the keys of the configuration. */
final class NodeCommands {
    static final List<String> NAMES = List.of("g1", "g2", "w1", "w2");

    private static final Path IMAGE = Path.of("target", "execbus", "bin", "execbus");
    private static final String TOKEN = "a-token-for-tests-of-the-cluster";

    private record Ports(int client, int cluster, int bus) {}

    private final Map<String, String> settings;
    private final NodeNetwork network;
    private final Path folder;
    private final Map<String, Ports> ports = new LinkedHashMap<>();

    NodeCommands(String title, Map<String, String> settings) {
        this(title, settings, null);
    }

    /** @param network null for the loopback */
    NodeCommands(String title, Map<String, String> settings, NodeNetwork network) {
        this.settings = Map.copyOf(settings);
        this.network = network;
        this.folder = Path.of("target", "cluster", title).toAbsolutePath();
        FreePorts free = new FreePorts();
        NAMES.forEach(name -> ports.put(name, new Ports(free.next(), free.next(), free.next())));
        try {
            Files.createDirectories(folder);
            Path secret = folder.resolve("cluster.secret");
            Files.writeString(secret, "a-secret-for-tests-of-the-cluster-only\n");
            Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
            Files.writeString(folder.resolve("token"), TOKEN + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, String> clientHeaders() {
        return network == null ? Map.of() : Map.of("Authorization", "Bearer " + TOKEN);
    }

    ClusterNode node(String name) {
        boolean gateway = name.startsWith("g");
        Ports mine = ports.get(name);
        Map<String, String> values = new LinkedHashMap<>();
        values.put("node.name", name);
        values.put("node.role", gateway ? "gateway" : "worker");
        values.put("cluster.name", "test");
        values.put("cluster.secretFile", folder.resolve("cluster.secret").toString());
        values.put("cluster.host", host(name));
        values.put("cluster.port", Integer.toString(mine.cluster()));
        values.put("cluster.busPort", Integer.toString(mine.bus()));
        values.put("cluster.members", members());
        if (gateway) {
            values.put("listen", "ws://" + host(name) + ":" + mine.client());
        }
        if (gateway && network != null) {
            values.put("auth.mode", "capability-token");
            values.put("auth.tokenFile", folder.resolve("token").toString());
        }
        if (!gateway) {
            values.put("processes.spillBytes", Long.toString(1L << 30));
            values.put("processes.spillBytesPerNode", Long.toString(4L << 30));
        }
        values.putAll(settings);
        List<String> command = new ArrayList<>(network == null ? List.of() : network.inside(name));
        command.add(IMAGE.toAbsolutePath().toString());
        command.add("serve");
        values.forEach((key, value) -> {
            command.add("--set");
            command.add(key + "=" + value);
        });
        return new ClusterNode(
                name,
                gateway ? new InetSocketAddress(host(name), mine.client()) : null,
                command,
                Map.of("EXECBUS_JAVA_HOME", System.getProperty("java.home"), "EXECBUS_JAVA_OPTIONS", "-Xmx320m"),
                folder);
    }

    private String members() {
        return NAMES.stream()
                .map(name -> host(name) + ":" + ports.get(name).cluster())
                .collect(Collectors.joining(","));
    }

    private String host(String name) {
        return network == null ? "127.0.0.1" : network.address(name);
    }
}
