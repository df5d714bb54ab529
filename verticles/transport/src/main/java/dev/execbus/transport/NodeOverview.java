package dev.execbus.transport;

import dev.execbus.bus.Beats;
import dev.execbus.bus.Beats.GatewayBeat;
import dev.execbus.bus.Beats.WorkerBeat;
import dev.execbus.bus.Leases;
import dev.execbus.protocol.OverviewMethods.Node;
import dev.execbus.protocol.OverviewMethods.NodesResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The nodes one gateway hears, put together from the beats of their workers and gateways. Confined to its context. */
final class NodeOverview {
    /** Behind the name of the node: the gateway's number, and in a cluster what tells it from one before. */
    private static final Pattern GATEWAY = Pattern.compile("-[0-9]+(?:-[0-9a-f]{8})?$");

    private final Workers workers;
    private final Surroundings around;
    private final Leases<GatewayBeat> gateways;

    NodeOverview(Workers workers, Surroundings around) {
        this.workers = workers;
        this.around = around;
        this.gateways = new Leases<>(around.lease());
    }

    void heard(GatewayBeat beat) {
        gateways.heard(beat, around.now());
    }

    /** Time has passed. */
    void expire() {
        gateways.expire(around.now());
    }

    /** We were not there to hear anybody. */
    void renew() {
        gateways.renew(around.now());
    }

    NodesResponse nodes() {
        Map<String, List<GatewayBeat>> byNode = new TreeMap<>();
        gateways.alive()
                .forEach(beat -> byNode.computeIfAbsent(nodeOf(beat), name -> new ArrayList<>())
                        .add(beat));
        Map<String, Node> nodes = new TreeMap<>();
        byNode.forEach((name, beats) -> nodes.put(name, ofGateways(name, beats)));
        workers.beats().forEach(beat -> nodes.merge(beat.name().value(), ofWorker(beat), this::both));
        workers.silentNames(around.now()).forEach(name -> nodes.putIfAbsent(name.value(), silent(name.value())));
        return new NodesResponse(List.copyOf(nodes.values()));
    }

    private static String nodeOf(GatewayBeat beat) {
        return GATEWAY.matcher(beat.name().value()).replaceFirst("");
    }

    private static Node ofGateways(String name, List<GatewayBeat> beats) {
        int connections = beats.stream().mapToInt(GatewayBeat::connections).sum();
        return new Node(
                name,
                "gateway",
                beats.getFirst().version(),
                null,
                state(beats.getFirst()),
                null,
                null,
                null,
                connections);
    }

    private static Node ofWorker(WorkerBeat beat) {
        return new Node(
                beat.name().value(),
                "worker",
                beat.version(),
                beat.labels(),
                state(beat),
                beat.sessions(),
                beat.capacity(),
                beat.loadPercent(),
                null);
    }

    private Node both(Node gateway, Node worker) {
        return new Node(
                worker.name(),
                around.clustered() ? "all" : "single",
                worker.version(),
                worker.labels(),
                worker.state(),
                worker.sessions(),
                worker.capacity(),
                worker.loadPercent(),
                gateway.connections());
    }

    private static Node silent(String name) {
        return new Node(name, "worker", null, null, "silent", null, null, null, null);
    }

    private static String state(Beats.Beat beat) {
        return beat.draining() ? "draining" : "live";
    }
}
