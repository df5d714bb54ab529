package dev.execbus.server;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.function.Supplier;

/** {@code /livez} and {@code /readyz}, for whoever restarts nodes and sends clients to them. */
final class ProbeRoutes implements AdminRoutes {
    private final Readiness readiness;
    private final Supplier<List<NodeState>> nodes;

    ProbeRoutes(Readiness readiness, Supplier<List<NodeState>> nodes) {
        this.readiness = readiness;
        this.nodes = nodes;
    }

    @Override
    public void addTo(Router router) {
        router.get("/livez")
                .handler(context -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain")
                        .end("alive\n"));
        router.get("/readyz").handler(context -> {
            var complaint = readiness.complaint(nodes.get());
            context.response()
                    .setStatusCode(complaint.isPresent() ? 503 : 200)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain")
                    .end(complaint.orElse("ready") + "\n");
        });
    }
}
