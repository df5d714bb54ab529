package dev.execbus.cluster;

import dev.execbus.bus.Beats;
import dev.execbus.bus.NodeName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Who is in the cluster and which node an address of ours means: {@code execbus.<anything>.<name>} the one that
 * announces the name, {@link Beats#ADDRESS} all. For any thread; reading never waits.
 */
final class Directory {
    /** Of nodes that are gone, for connections that are still wanted. */
    static final int REMEMBERED = 4_096;

    private static final String PREFIX = "execbus.";

    private record Listing(List<Announcement> nodes, List<String> nodeIds, Map<String, Announcement> byName) {
        static Listing of(List<Announcement> nodes) {
            Map<String, Announcement> byName = new HashMap<>();
            for (Announcement node : nodes) {
                // The oldest member comes first: a name belongs to whoever had it first.
                node.names().forEach(name -> byName.putIfAbsent(name.value(), node));
            }
            return new Listing(
                    List.copyOf(nodes), nodes.stream().map(Announcement::nodeId).toList(), Map.copyOf(byName));
        }
    }

    private final Map<NodeName, HostPort> busOfName = remembering();
    private final Map<String, HostPort> busOfNode = remembering();
    private final List<Consumer<NodeName>> missedListeners = new CopyOnWriteArrayList<>();
    private volatile Listing listing = Listing.of(List.of());

    /** @param nodes all members there are, the oldest first */
    void update(List<Announcement> nodes) {
        missedBy(nodes).forEach(name -> missedListeners.forEach(listener -> listener.accept(name)));
    }

    private synchronized List<NodeName> missedBy(List<Announcement> nodes) {
        Listing before = listing;
        if (before.nodes().equals(nodes)) {
            return List.of();
        }
        for (Announcement node : nodes) {
            node.names().forEach(name -> busOfName.put(name, node.bus()));
            busOfNode.put(node.nodeId(), node.bus());
        }
        Listing now = Listing.of(nodes);
        listing = now;
        List<NodeName> missed = new ArrayList<>();
        before.byName().forEach((name, node) -> {
            Announcement successor = now.byName().get(name);
            if (successor == null || !successor.nodeId().equals(node.nodeId())) {
                missed.add(new NodeName(name));
            }
        });
        return missed;
    }

    List<Announcement> nodes() {
        return listing.nodes();
    }

    /** Ids of the nodes an address means; none if it is none of ours or nobody has the name. */
    List<String> nodesFor(String address) {
        if (!address.startsWith(PREFIX)) {
            return List.of();
        }
        Listing current = listing;
        if (address.equals(Beats.ADDRESS)) {
            return current.nodeIds();
        }
        Announcement node = current.byName().get(address.substring(address.lastIndexOf('.') + 1));
        return node == null ? List.of() : List.of(node.nodeId());
    }

    /** Where a node's event bus is, or was when it was last seen. */
    Optional<HostPort> busOf(String nodeId) {
        return Optional.ofNullable(busOfNode.get(nodeId));
    }

    Optional<HostPort> busOf(NodeName name) {
        return Optional.ofNullable(busOfName.get(name));
    }

    /** Told of each name whose node is gone; on the thread that found out. */
    void whenMissed(Consumer<NodeName> listener) {
        missedListeners.add(listener);
    }

    private static <K> Map<K, HostPort> remembering() {
        return Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, HostPort> eldest) {
                return size() > REMEMBERED;
            }
        });
    }
}
