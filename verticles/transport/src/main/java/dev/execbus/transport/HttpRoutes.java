package dev.execbus.transport;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is behind which path. Checks come in the peer's order: origin, path and method, upgrade, authentication.
 */
final class HttpRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(HttpRoutes.class);

    private final Access access;
    private final TransportSettings settings;
    private final Gateway gateway;
    private final List<OperatorPage> pages;
    private final Upgrades upgrades;
    private final EventBusRoutes eventBus;
    private final ConsoleRoutes console;
    private final List<HttpMount> mounts;

    /**
     * @param eventBus null where there is no such door
     * @param console null where there is no such door
     */
    HttpRoutes(
            Access access,
            TransportSettings settings,
            Gateway gateway,
            List<OperatorPage> pages,
            Upgrades upgrades,
            EventBusRoutes eventBus,
            ConsoleRoutes console,
            List<HttpMount> mounts) {
        this.access = access;
        this.settings = settings;
        this.gateway = gateway;
        this.pages = List.copyOf(pages);
        this.upgrades = upgrades;
        this.eventBus = eventBus;
        this.console = console;
        this.mounts = List.copyOf(mounts);
    }

    /** The endpoint is not a route: vertx-web would wrap its socket and hide the channel. */
    Handler<HttpServerRequest> handler(Vertx vertx) {
        Router router = Router.router(vertx);
        router.route("/livez").handler(context -> probe(context, true));
        router.route("/healthz").handler(context -> probe(context, true));
        router.route("/readyz").handler(context -> {
            if (gateway.ready() && context.request().getParam("verbose") != null) {
                detail(context);
            } else {
                probe(context, gateway.ready());
            }
        });
        pages.forEach(page -> router.get(page.path()).handler(context -> show(page, context)));
        router.route().handler(context -> TextAnswer.end(context.response(), 404, ""));
        return request -> {
            Optional<EventBusPath> bus = eventBus == null ? Optional.empty() : EventBusPath.of(request.path());
            if (bus.isPresent()) {
                eventBus.handle(request, bus.get());
                return;
            }
            Optional<ConsolePath> page = console == null ? Optional.empty() : ConsolePath.of(request.path());
            if (page.isPresent()) {
                console.handle(request, page.get());
                return;
            }
            String origin = request.getHeader("Origin");
            Optional<EnvironmentPath> path = EnvironmentPath.of(request.path());
            if (origin != null && !settings.allowedOrigins().contains(origin)) {
                TextAnswer.end(request.response(), 403, "");
            } else if (path.isPresent()) {
                upgrades.upgrade(request, path.get().environment());
            } else {
                mounts.stream()
                        .filter(mount -> mount.isFor(request.path()))
                        .findFirst()
                        .ifPresentOrElse(mount -> enter(mount, request), () -> router.handle(request));
            }
        };
    }

    private void enter(HttpMount mount, HttpServerRequest request) {
        request.pause();
        access.check(request.getHeader("Authorization")).onComplete(checked -> {
            if (checked.failed()) {
                Upgrades.refuse(request.response(), checked.cause());
            } else {
                mount.handler().handle(request);
            }
        });
    }

    private static void probe(RoutingContext context, boolean well) {
        HttpMethod method = context.request().method();
        if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
            TextAnswer.end(context.response(), well ? 200 : 503, "");
        } else {
            context.response().putHeader("Allow", "GET,HEAD");
            TextAnswer.end(context.response(), 405, "");
        }
    }

    /** {@code /readyz?verbose}: for people and dashboards; without a worker the gateway is not ready. */
    private void detail(RoutingContext context) {
        gateway.anyWorker()
                .onSuccess(info -> context.response()
                        .putHeader("Content-Type", "application/json")
                        .end(new JsonObject()
                                .put("status", "ready")
                                .put("version", info.executorVersion())
                                .put("workers", gateway.workerCount())
                                .put(
                                        "sandbox",
                                        new JsonObject()
                                                .put("mechanism", info.sandbox().mechanism())
                                                .put("detail", info.sandbox().detail()))
                                .toBuffer()))
                .onFailure(gone -> TextAnswer.end(context.response(), 503, "the worker does not answer"));
    }

    private void show(OperatorPage page, RoutingContext context) {
        access.check(context.request().getHeader("Authorization")).onComplete(checked -> {
            if (checked.failed()) {
                Upgrades.refuse(context.response(), checked.cause());
                return;
            }
            context.vertx()
                    .executeBlocking(page.text(), false)
                    .onSuccess(text -> context.response()
                            .putHeader("Content-Type", page.contentType())
                            .end(text))
                    .onFailure(cause -> {
                        LOG.error("page could not be made path={}", page.path(), cause);
                        TextAnswer.end(context.response(), 500, "");
                    });
        });
    }
}
