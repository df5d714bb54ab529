package dev.execbus.server;

import dev.execbus.bus.NodeName;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/** An address on the bus names one verticle, so each of a node's gateways has a name of its own. */
final class GatewayNames {
    /** Gateways of one node. */
    static final int MOST = 64;

    private static final SecureRandom RANDOM = new SecureRandom();

    private GatewayNames() {}

    /** The names of a node that is alone. */
    static List<NodeName> alone(NodeName node, int instances) {
        return named(node, instances, "");
    }

    /**
     * In a cluster no gateway ever has the name of one before it: its connections are counted from 1 again, and what
     * was meant for an earlier one must not reach it.
     */
    static List<NodeName> fresh(NodeName node, int instances) {
        return named(node, instances, "-" + HexFormat.of().toHexDigits(RANDOM.nextInt()));
    }

    private static List<NodeName> named(NodeName node, int instances, String suffix) {
        return IntStream.range(0, instances)
                .mapToObj(instance -> new NodeName(node + "-" + instance + suffix))
                .toList();
    }
}
