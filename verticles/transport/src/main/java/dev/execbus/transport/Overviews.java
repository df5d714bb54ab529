package dev.execbus.transport;

import dev.execbus.bus.SessionService.ListSessions;
import dev.execbus.bus.SessionService.Listed;
import dev.execbus.bus.SessionService.SessionSummary;
import dev.execbus.bus.ViewService.Asking;
import dev.execbus.bus.ViewService.Overview;
import dev.execbus.bus.ViewService.Overviewed;
import dev.execbus.bus.ViewService.SessionOverview;
import dev.execbus.protocol.OverviewMethods.ProcessOverview;
import dev.execbus.protocol.OverviewMethods.Session;
import dev.execbus.protocol.OverviewMethods.SessionsResponse;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The sessions a client may see, with their processes, from the workers that answer. Confined to the gateway's context. */
final class Overviews {
    private static final long PATIENCE_MS = 2_000;

    private Overviews() {}

    static Future<SessionsResponse> sessions(ViewRights rights) {
        rights.requireMember();
        Asking asking = rights.asking(null);
        Collection<Worker> asked = asking.operator()
                ? rights.workers().live()
                : List.of(rights.speaker().worker());
        List<Future<List<Session>>> answers =
                asked.stream().map(worker -> ofWorker(worker, asking)).toList();
        return Future.join(answers).transform(done -> {
            List<Session> all = new ArrayList<>();
            answers.stream().filter(Future::succeeded).forEach(answer -> all.addAll(answer.result()));
            return Future.succeededFuture(new SessionsResponse(all));
        });
    }

    private static Future<List<Session>> ofWorker(Worker worker, Asking asking) {
        Future<Listed> sessions = worker.sessions().list(new ListSessions());
        Future<Overviewed> processes = worker.services().views().overview(new Overview(asking));
        return Future.all(sessions, processes)
                .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
                .map(both -> joined(sessions.result(), processes.result(), asking));
    }

    /** A session without processes may not be known where processes are. */
    private static List<Session> joined(Listed sessions, Overviewed processes, Asking asking) {
        Map<String, SessionOverview> byName = new HashMap<>();
        processes.sessions().forEach(session -> byName.put(session.session(), session));
        List<Session> all = new ArrayList<>();
        for (SessionSummary session : sessions.sessions()) {
            SessionOverview seen = byName.get(session.shortId());
            boolean own = seen != null && seen.own();
            if (own || asking.operator()) {
                List<ProcessOverview> shown = seen == null ? List.of() : seen.processes();
                all.add(new Session(
                        session.shortId(),
                        session.worker().value(),
                        session.gateway() == null ? null : session.gateway().value(),
                        session.ageMs(),
                        own,
                        shown));
            }
        }
        return all;
    }
}
