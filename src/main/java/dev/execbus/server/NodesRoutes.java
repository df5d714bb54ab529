package dev.execbus.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.function.Supplier;

/** {@code /nodes}: every node this one has heard. */
final class NodesRoutes implements AdminRoutes {
    private final Supplier<List<NodeState>> nodes;

    NodesRoutes(Supplier<List<NodeState>> nodes) {
        this.nodes = nodes;
    }

    @Override
    public void addTo(Router router) {
        router.get("/nodes").handler(context -> {
            long now = System.nanoTime();
            context.json(new JsonObject()
                    .put(
                            "nodes",
                            new JsonArray(nodes.get().stream()
                                    .map(node -> node.toJson(now))
                                    .toList())));
        });
    }
}
