package dev.execbus.server;

import dev.execbus.transport.Access;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An HTTP server for operators: probes for everybody, the rest for those with the token if there is one. */
final class AdminVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(AdminVerticle.class);
    private static final int IDLE_SECONDS = 60;

    private final AdminAddress listen;
    private final Access access;
    private final List<AdminRoutes> open;
    private final List<AdminRoutes> guarded;
    private HttpServer server;

    /**
     * @param open routes that need no token
     * @param guarded routes behind {@code access}
     */
    AdminVerticle(AdminAddress listen, Access access, List<AdminRoutes> open, List<AdminRoutes> guarded) {
        this.listen = listen;
        this.access = access;
        this.open = List.copyOf(open);
        this.guarded = List.copyOf(guarded);
    }

    @Override
    public Future<?> start() {
        Router router = Router.router(vertx);
        // What a browser sends for a page is nobody's business here.
        router.route().handler(AdminVerticle::refuseBrowsers);
        open.forEach(routes -> routes.addTo(router));
        router.route().handler(this::check);
        guarded.forEach(routes -> routes.addTo(router));
        server = vertx.createHttpServer(
                        new HttpServerOptions().setIdleTimeout(IDLE_SECONDS).setHttp2ClearTextEnabled(false))
                .requestHandler(router);
        return server.listen(listen.port(), listen.host())
                .onSuccess(bound -> LOG.info("listening for operators url={}", listen.withPort(bound.actualPort())))
                .recover(cause -> Future.failedFuture(
                        new StartupException("admin.listen = " + listen + ": " + ListenFailures.reason(cause))));
    }

    /** The port that is bound, once deployed. */
    int actualPort() {
        return server.actualPort();
    }

    @Override
    public Future<?> stop() {
        return server.close();
    }

    private static void refuseBrowsers(RoutingContext context) {
        if (context.request().getHeader(HttpHeaders.ORIGIN) == null) {
            context.next();
        } else {
            context.response().setStatusCode(403).end();
        }
    }

    private void check(RoutingContext context) {
        access.check(context.request().getHeader(HttpHeaders.AUTHORIZATION))
                .onSuccess(allowed -> context.next())
                .onFailure(denied -> context.response()
                        .setStatusCode(401)
                        .putHeader("WWW-Authenticate", "Bearer")
                        .end());
    }
}
