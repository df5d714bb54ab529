package dev.execbus.server;

import dev.execbus.bus.Beats;
import dev.execbus.bus.Beats.Beat;
import dev.execbus.bus.Beats.RollCall;
import dev.execbus.bus.Bus;
import dev.execbus.bus.Level;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears all nodes, logs what becomes of them, and knows them for operators. */
final class NodeWatch extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(NodeWatch.class);
    private static final long CHECK_INTERVAL_MS = 500;

    private final Bus bus;
    private final Map<String, Level.Part> counted;
    private final NodeTable table = new NodeTable();
    private volatile List<NodeState> nodes = List.of();

    NodeWatch(Bus bus) {
        this.bus = bus;
        this.counted = Stream.of("gateway", "worker")
                .collect(Collectors.toUnmodifiableMap(
                        role -> role,
                        role -> bus.meters()
                                .level(
                                        "execbus.cluster.nodes",
                                        "Gateways and workers that are heard, among them our own",
                                        "role",
                                        role)
                                .part()));
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(CHECK_INTERVAL_MS, ignored -> happened(table.expire(System.nanoTime())));
        return Beats.hear(bus, this::heard).onSuccess(heard -> Beats.tell(bus, new RollCall()));
    }

    /** What is known by now; for any thread. */
    List<NodeState> nodes() {
        return nodes;
    }

    private void heard(Beats.Message message) {
        switch (message) {
            case Beat beat -> happened(table.heard(beat, System.nanoTime()));
            case RollCall call -> {}
        }
    }

    private void happened(List<NodeTable.Event> events) {
        nodes = table.all();
        counted.forEach((role, part) -> part.is(nodes.stream()
                .filter(node -> !node.lost() && node.role().equals(role))
                .count()));
        events.forEach(NodeWatch::log);
    }

    private static void log(NodeTable.Event event) {
        String what = event.what().name().toLowerCase(Locale.ROOT);
        NodeState node = event.node();
        switch (event.what()) {
            case JOINED, BACK, DRAINING, LEFT ->
                LOG.info(
                        "node {} role={} name={}",
                        what,
                        node.role(),
                        node.beat().name());
            case LOST ->
                LOG.warn(
                        "node {} role={} name={}",
                        what,
                        node.role(),
                        node.beat().name());
        }
    }
}
