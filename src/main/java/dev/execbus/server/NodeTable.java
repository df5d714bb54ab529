package dev.execbus.server;

import dev.execbus.bus.Beats;
import dev.execbus.bus.Beats.Beat;
import dev.execbus.bus.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * All nodes by their beats, those that were lost a moment ago included. Confined to one context; time comes from
 * outside.
 */
final class NodeTable {
    /** So long a lost node is shown. */
    static final Duration MEMORY = Duration.ofMinutes(1);

    /** What has become of a node. */
    record Event(What what, NodeState node) {}

    enum What {
        JOINED,
        /** Heard again after it was lost. */
        BACK,
        DRAINING,
        LEFT,
        LOST
    }

    private final Map<NodeName, NodeState> nodes = new HashMap<>();

    List<Event> heard(Beat beat, long nowNanos) {
        List<Event> events = new ArrayList<>();
        NodeState before = nodes.get(beat.name());
        NodeState now = new NodeState(beat, nowNanos, false);
        if (before != null && before.beat().incarnation() != beat.incarnation()) {
            events.add(new Event(What.LEFT, before));
            before = null;
            nodes.remove(beat.name());
        }
        if (beat.leaving()) {
            if (before != null) {
                nodes.remove(beat.name());
                events.add(new Event(What.LEFT, now));
            }
            return events;
        }
        nodes.put(beat.name(), now);
        if (before == null) {
            events.add(new Event(What.JOINED, now));
        } else if (before.lost()) {
            events.add(new Event(What.BACK, now));
        }
        if (beat.draining() && (before == null || !before.beat().draining())) {
            events.add(new Event(What.DRAINING, now));
        }
        return events;
    }

    List<Event> expire(long nowNanos) {
        List<Event> events = new ArrayList<>();
        for (Iterator<Map.Entry<NodeName, NodeState>> all = nodes.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<NodeName, NodeState> entry = all.next();
            NodeState node = entry.getValue();
            long silence = nowNanos - node.heardAtNanos();
            if (silence > MEMORY.toNanos()) {
                all.remove();
            } else if (!node.lost() && silence > Beats.LEASE.toNanos()) {
                NodeState lost = new NodeState(node.beat(), node.heardAtNanos(), true);
                entry.setValue(lost);
                events.add(new Event(What.LOST, lost));
            }
        }
        return events;
    }

    /** Gateways first, each kind by name. */
    List<NodeState> all() {
        return nodes.values().stream()
                .sorted(Comparator.comparing(NodeState::role)
                        .thenComparing(node -> node.beat().name().value()))
                .toList();
    }
}
