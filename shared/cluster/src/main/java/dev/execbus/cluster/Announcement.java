package dev.execbus.cluster;

import dev.execbus.bus.NodeName;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a node says of itself when it joins. Travels with the list of members, so that whoever is listed can be called,
 * and no other table has to agree with that list.
 *
 * @param nodeId of its Vert.x, new for each start
 * @param names it answers to
 * @param bus where its event bus is reached
 */
record Announcement(String nodeId, List<NodeName> names, HostPort bus) {
    private static final String NODE_ID = "execbus.node";
    private static final String NAMES = "execbus.names";
    private static final String BUS = "execbus.bus";

    Announcement {
        names = List.copyOf(names);
    }

    Map<String, String> attributes() {
        return Map.of(
                NODE_ID, nodeId,
                NAMES, names.stream().map(NodeName::value).collect(Collectors.joining(",")),
                BUS, bus.toString());
    }

    /** Empty for a member that is none of ours. */
    static Optional<Announcement> in(Map<String, String> attributes) {
        String nodeId = attributes.get(NODE_ID);
        String names = attributes.get(NAMES);
        String bus = attributes.get(BUS);
        if (nodeId == null || names == null || bus == null) {
            return Optional.empty();
        }
        try {
            List<NodeName> parsed = Arrays.stream(names.split(",", -1))
                    .filter(name -> !name.isEmpty())
                    .map(NodeName::new)
                    .toList();
            return HostPort.parse(bus).map(address -> new Announcement(nodeId, parsed, address));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
