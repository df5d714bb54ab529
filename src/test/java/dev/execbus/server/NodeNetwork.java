package dev.execbus.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network namespace for each node and a router between them that can cut any two off from each other, silently: what is
 * sent just does not arrive, as with a broken switch. Needs root and {@code ip}.
 */
final class NodeNetwork implements AutoCloseable {
    /** Reserved for tests of network devices. */
    private static final String NET = "198.18.";

    private static final int HERE = 0;

    private final String prefix = "xb" + ProcessHandle.current().pid() % 100_000;
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final List<String> namespaces = new ArrayList<>();

    private NodeNetwork() {}

    static boolean isPossible() {
        String probe = "xbprobe" + ProcessHandle.current().pid() % 100_000;
        if (!Commands.works("ip", "netns", "add", probe)) {
            return false;
        }
        boolean possible = Commands.works("ip", "netns", "exec", probe, "ip", "link", "set", "lo", "up")
                && Commands.works(
                        "ip", "-n", probe, "link", "add", "name", "xb0", "type", "veth", "peer", "name", "xb1")
                && Commands.works("ip", "-n", probe, "rule", "add", "pref", "10", "to", NET + "99.2", "blackhole");
        Commands.run("ip", "netns", "del", probe);
        return possible;
    }

    static NodeNetwork of(List<String> nodes) {
        NodeNetwork network = new NodeNetwork();
        try {
            network.build(nodes);
            return network;
        } catch (AssertionError e) {
            network.close();
            throw e;
        }
    }

    private void build(List<String> nodes) {
        add(router());
        Commands.run("ip", "netns", "exec", router(), "sh", "-c", "echo 1 >/proc/sys/net/ipv4/ip_forward");
        link(HERE, null);
        Commands.run("ip", "route", "replace", NET + "0.0/16", "via", router(HERE));
        for (String node : nodes) {
            int number = numbers.size() + 1;
            numbers.put(node, number);
            add(namespace(node));
            link(number, namespace(node));
            Commands.run("ip", "-n", namespace(node), "link", "set", "lo", "up");
            Commands.run("ip", "-n", namespace(node), "route", "add", "default", "via", router(number));
        }
    }

    private void add(String namespace) {
        Commands.run("ip", "netns", "add", namespace);
        namespaces.add(namespace);
    }

    /** @param namespace null for the one this test runs in */
    private void link(int number, String namespace) {
        String node = prefix + "n" + number;
        String switched = prefix + "s" + number;
        Commands.run("ip", "link", "add", "name", node, "type", "veth", "peer", "name", switched);
        Commands.run("ip", "link", "set", switched, "netns", router());
        Commands.run("ip", "-n", router(), "addr", "add", router(number) + "/30", "dev", switched);
        Commands.run("ip", "-n", router(), "link", "set", switched, "up");
        if (namespace == null) {
            Commands.run("ip", "addr", "add", address(number) + "/30", "dev", node);
            Commands.run("ip", "link", "set", node, "up");
        } else {
            Commands.run("ip", "link", "set", node, "netns", namespace);
            Commands.run("ip", "-n", namespace, "addr", "add", address(number) + "/30", "dev", node);
            Commands.run("ip", "-n", namespace, "link", "set", node, "up");
        }
    }

    String address(String node) {
        return address(numbers.get(node));
    }

    /** What a command begins with to run where the node is. */
    List<String> inside(String node) {
        return List.of("ip", "netns", "exec", namespace(node));
    }

    void cut(String one, String other) {
        rule("add", one, other);
        rule("add", other, one);
    }

    void heal(String one, String other) {
        rule("del", one, other);
        rule("del", other, one);
    }

    private void rule(String change, String from, String to) {
        Commands.run(
                "ip",
                "-n",
                router(),
                "rule",
                change,
                "pref",
                "10",
                "from",
                address(from),
                "to",
                address(to),
                "blackhole");
    }

    private String router() {
        return prefix + "-router";
    }

    private String namespace(String node) {
        return prefix + "-" + node;
    }

    private static String address(int number) {
        return NET + number + ".2";
    }

    private static String router(int number) {
        return NET + number + ".1";
    }

    /** The links go with the namespaces. */
    @Override
    public void close() {
        namespaces.forEach(namespace -> Commands.works("ip", "netns", "del", namespace));
        namespaces.clear();
    }
}
