package dev.execbus.processes;

import dev.execbus.bus.ViewService.Attached;
import dev.execbus.bus.ViewService.ViewKey;
import dev.execbus.processes.Admissions.Admitted;
import dev.execbus.processes.ViewReading.Start;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.OverviewMethods.ProcessOverview;
import dev.execbus.protocol.ViewMethods.AttachParams;
import dev.execbus.protocol.ViewMethods.AttachResponse;
import dev.execbus.protocol.ViewRole;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;

/** Which viewer of which process every view of a worker is. Confined to the supervisor's context. */
final class ViewPlaces {
    /** Views of a worker. */
    private static final int MOST = 16_384;

    record Place(ProcessViews views, Viewer viewer) {}

    private final Map<ViewKey, Place> places = new HashMap<>();

    /** Whoever may look begins to. */
    Future<Attached> attach(ViewKey key, AttachParams params, Admitted admitted) {
        if (places.size() >= MOST) {
            throw ExecbusException.resourceExhausted("the worker has " + MOST + " views, which is its limit");
        }
        ProcessViews views = admitted.views();
        Viewer viewer = views.join(key, admitted.level(), admitted.share(), params.label(), params.size());
        places.put(key, new Place(views, viewer));
        Future<Start> begun;
        try {
            if (params.role() == ViewRole.DRIVER) {
                views.seat().request(viewer);
            }
            begun = views.reading().begin(params.from());
        } catch (ExecbusException e) {
            begun = Future.failedFuture(e);
        }
        return begun.map(start ->
                        new Attached(views.number(), views.version(), response(params, admitted, viewer, start)))
                .onFailure(cause -> views.leave(viewer));
    }

    private AttachResponse response(AttachParams params, Admitted admitted, Viewer viewer, Start start) {
        ProcessViews views = admitted.views();
        if (!places.containsKey(viewer.key())) {
            throw viewEnded();
        }
        ProcessOverview process = views.process().overview(views.count());
        return new AttachResponse(
                params.viewId(),
                views.session(),
                process.processId(),
                process.tty(),
                process.command(),
                views.seat().isDriver(viewer) ? ViewRole.DRIVER : ViewRole.OBSERVER,
                viewer.level(),
                views.seat().driver(),
                viewer.name(),
                views.process().size(),
                start.snapshot(),
                start.afterSeq(),
                process.running(),
                process.exitCode(),
                process.startedAtMs());
    }

    /** Refuses views that have ended. */
    Place of(ViewKey key) {
        Place place = places.get(key);
        if (place == null) {
            throw viewEnded();
        }
        return place;
    }

    /** Does nothing for one that has ended. */
    void leave(ViewKey key) {
        Place place = places.get(key);
        if (place != null) {
            place.views().leave(place.viewer());
        }
    }

    /** The view has ended, by whomever. */
    void left(ViewKey key) {
        places.remove(key);
    }

    private static ExecbusException viewEnded() {
        return ExecbusException.invalidRequest("the view has ended");
    }
}
