package dev.execbus.transport;

import dev.execbus.bus.Failures;
import dev.execbus.bus.ViewService;
import dev.execbus.bus.ViewService.Asking;
import dev.execbus.bus.ViewService.Attached;
import dev.execbus.bus.ViewService.ViewKey;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.ProcessMethods.Empty;
import dev.execbus.protocol.ProcessMethods.WriteResponse;
import dev.execbus.protocol.ViewMethods.AttachParams;
import dev.execbus.protocol.ViewMethods.AttachResponse;
import dev.execbus.protocol.ViewMethods.GrantParams;
import dev.execbus.protocol.ViewMethods.RequestDriverResponse;
import dev.execbus.protocol.ViewMethods.ResizeParams;
import dev.execbus.protocol.ViewMethods.SignalParams;
import dev.execbus.protocol.ViewMethods.ViewParams;
import dev.execbus.protocol.ViewMethods.WriteParams;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The views of one client, which end with its connection. Confined to the gateway's context. */
final class ConnectionViews {
    /** Of one connection. */
    static final int MOST = 64;

    private final ViewFeeds feeds;
    private final ViewRights rights;
    private final Door door;
    private final Map<String, View> views = new HashMap<>();
    private final Set<String> attaching = new HashSet<>();
    private boolean gone;

    ConnectionViews(ViewFeeds feeds, ViewRights rights, Door door) {
        this.feeds = feeds;
        this.rights = rights;
        this.door = door;
    }

    ViewRights rights() {
        return rights;
    }

    Future<AttachResponse> attach(AttachParams params) {
        String viewId = params.viewId();
        if (views.containsKey(viewId) || attaching.contains(viewId)) {
            throw ExecbusException.invalidRequest("the connection has a view " + viewId + " already");
        }
        if (views.size() + attaching.size() >= MOST) {
            throw ExecbusException.resourceExhausted("the connection has " + MOST + " views, which is its limit");
        }
        Asking asking = rights.asking(params.share());
        Future<Worker> found = rights.worker(asking, params.session(), params.processId());
        ViewKey key = feeds.claim();
        attaching.add(viewId);
        return found.compose(worker -> attach(worker, key, asking, params)).onComplete(done -> {
            attaching.remove(viewId);
            if (done.failed()) {
                feeds.left();
            }
        });
    }

    private Future<AttachResponse> attach(Worker worker, ViewKey key, Asking asking, AttachParams params) {
        return worker.services()
                .views()
                .attach(new ViewService.Attach(key, asking, params))
                .transform(done -> {
                    if (done.succeeded() && !gone && worker.fate() == Worker.Fate.LIVE) {
                        return Future.succeededFuture(attached(worker, key, done.result()));
                    }
                    ExecbusException failure =
                            done.succeeded() ? ClientEvents.connectionGone() : Failures.told(done.cause());
                    if (done.succeeded() || failure.code() == ErrorCode.WORKER_UNAVAILABLE) {
                        // Nobody knows whether it is there.
                        feeds.detach(worker, key);
                    }
                    return Future.failedFuture(failure);
                });
    }

    private AttachResponse attached(Worker worker, ViewKey key, Attached attached) {
        String viewId = attached.response().viewId();
        Feed feed = feeds.feed(worker, attached.process());
        View view = new View(key, worker, feed, door, attached, () -> ended(viewId));
        views.put(viewId, view);
        feed.add(view);
        // Nothing is told of it before the client has its answer.
        feeds.later(view::begin);
        return attached.response();
    }

    private void ended(String viewId) {
        if (views.remove(viewId) != null) {
            feeds.left();
        }
    }

    /** Once more does nothing. */
    Future<Empty> detach(ViewParams params) {
        View view = views.get(params.viewId());
        if (view != null) {
            detach(params.viewId(), view);
        }
        return Future.succeededFuture(new Empty());
    }

    private void detach(String viewId, View view) {
        view.detached();
        view.feed().remove(view);
        feeds.detach(view.worker(), view.key());
        ended(viewId);
    }

    Future<WriteResponse> write(WriteParams params) {
        View view = view(params.viewId());
        return worker(view)
                .write(new ViewService.Write(view.key(), params.writeId(), params.chunk()))
                .map(ViewService.Written::response);
    }

    Future<Empty> resize(ResizeParams params) {
        View view = view(params.viewId());
        return worker(view)
                .resize(new ViewService.Resize(view.key(), params.size()))
                .map(new Empty());
    }

    Future<Empty> signal(SignalParams params) {
        View view = view(params.viewId());
        return worker(view)
                .signal(new ViewService.Signal(view.key(), params.named()))
                .map(new Empty());
    }

    Future<RequestDriverResponse> requestDriver(ViewParams params) {
        View view = view(params.viewId());
        return worker(view)
                .requestDriver(new ViewService.RequestDriver(view.key()))
                .map(asked -> new RequestDriverResponse(asked.granted()));
    }

    Future<Empty> grantDriver(GrantParams params) {
        View view = view(params.viewId());
        return worker(view)
                .grantDriver(new ViewService.GrantDriver(view.key(), params.viewer()))
                .map(new Empty());
    }

    Future<Empty> takeDriver(ViewParams params) {
        View view = view(params.viewId());
        return worker(view).takeDriver(new ViewService.TakeDriver(view.key())).map(new Empty());
    }

    Future<Empty> releaseDriver(ViewParams params) {
        View view = view(params.viewId());
        return worker(view)
                .releaseDriver(new ViewService.ReleaseDriver(view.key()))
                .map(new Empty());
    }

    private static ViewService worker(View view) {
        return view.worker().services().views();
    }

    private View view(String viewId) {
        View view = views.get(viewId);
        if (view == null) {
            throw ExecbusException.invalidRequest("unknown view " + viewId);
        }
        return view;
    }

    /** The client has taken something. */
    void drained() {
        if (!views.isEmpty()) {
            List.copyOf(views.values()).forEach(View::drained);
        }
    }

    /** The connection is gone. */
    void end() {
        gone = true;
        Map.copyOf(views).forEach(this::detach);
    }
}
