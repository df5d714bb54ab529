package dev.execbus.server;

import dev.execbus.bus.Bus;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.SessionService;
import dev.execbus.bus.SessionService.ListSessions;
import dev.execbus.bus.SessionService.Listed;
import dev.execbus.bus.SessionService.SessionSummary;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** {@code /sessions}: those of all workers that are alive, and which of them did not say. */
final class SessionsRoutes implements AdminRoutes {
    private static final long PATIENCE_MS = 2_000;

    private final Bus bus;
    private final Supplier<List<NodeState>> nodes;

    SessionsRoutes(Bus bus, Supplier<List<NodeState>> nodes) {
        this.bus = bus;
        this.nodes = nodes;
    }

    @Override
    public void addTo(Router router) {
        router.get("/sessions").handler(context -> {
            List<NodeName> workers = nodes.get().stream()
                    .filter(NodeState::isLivingWorker)
                    .map(node -> node.beat().name())
                    .toList();
            List<Future<Listed>> answers = workers.stream().map(this::ask).toList();
            Future.join(answers).onComplete(done -> context.json(merged(workers, answers)));
        });
    }

    private Future<Listed> ask(NodeName worker) {
        return SessionService.on(bus, worker).list(new ListSessions()).timeout(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    private static JsonObject merged(List<NodeName> workers, List<Future<Listed>> answers) {
        JsonArray sessions = new JsonArray();
        JsonArray unanswered = new JsonArray();
        for (int i = 0; i < workers.size(); i++) {
            if (answers.get(i).succeeded()) {
                answers.get(i).result().sessions().forEach(session -> sessions.add(json(session)));
            } else {
                unanswered.add(workers.get(i).value());
            }
        }
        return new JsonObject().put("sessions", sessions).put("unanswered", unanswered);
    }

    private static JsonObject json(SessionSummary session) {
        return new JsonObject()
                .put("id", session.shortId())
                .put("worker", session.worker().value())
                .put(
                        "gateway",
                        session.gateway() == null ? null : session.gateway().value())
                .put("epoch", session.epoch())
                .put("ageMs", session.ageMs());
    }
}
