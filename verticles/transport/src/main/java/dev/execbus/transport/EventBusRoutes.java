package dev.execbus.transport;

import io.vertx.core.AsyncResult;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to the event-bus door. Checks come in the order of the WebSocket's; a client that brings no token may come in
 * and say it in its first message, as browsers must. Confined to the gateway's context.
 */
final class EventBusRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(EventBusRoutes.class);

    private static final int LOGGED_ORIGIN = 200;

    /** SockJS wants a number of 32 bits. */
    private static final long ENTROPY = 1L << 32;

    /** Who takes the sockets. */
    @FunctionalInterface
    interface Opened {
        /** @param known whether nobody asks who the client is, or it has said so */
        void opened(ServerWebSocket socket, EventBusPath path, boolean known);
    }

    private final Access access;
    private final TransportSettings settings;
    private final Gateway gateway;
    private final Strangers strangers;
    private final Opened opened;

    EventBusRoutes(Access access, TransportSettings settings, Gateway gateway, Strangers strangers, Opened opened) {
        this.access = access;
        this.settings = settings;
        this.gateway = gateway;
        this.strangers = strangers;
        this.opened = opened;
    }

    void handle(HttpServerRequest request, EventBusPath path) {
        HttpServerResponse response = request.response();
        String origin = request.getHeader("Origin");
        if (!BrowserOrigin.mayCome(origin, request.getHeader("Host"), settings.allowedOrigins())) {
            refuseOrigin(request);
        } else if (!request.method().equals(HttpMethod.GET)) {
            TextAnswer.end(response, 405, "Request method must be `GET`");
        } else if (path.kind() == EventBusPath.Kind.INFO) {
            info(response, origin);
        } else {
            upgrade(request, path);
        }
    }

    /** Told to whom may ask; it says nothing that is not written in the documentation. */
    private static void info(HttpServerResponse response, String origin) {
        if (origin != null) {
            response.putHeader("Access-Control-Allow-Origin", origin)
                    .putHeader("Access-Control-Allow-Credentials", "true")
                    .putHeader("Vary", "Origin");
        }
        response.putHeader("Content-Type", "application/json; charset=UTF-8")
                .putHeader("Cache-Control", "no-store")
                .end(new JsonObject()
                        .put("websocket", true)
                        .put("origins", new JsonArray().add("*:*"))
                        .put("cookie_needed", false)
                        .put("entropy", ThreadLocalRandom.current().nextLong(ENTROPY))
                        .encode());
    }

    private void upgrade(HttpServerRequest request, EventBusPath path) {
        String complaint = UpgradeCheck.complaint(request);
        if (complaint != null) {
            TextAnswer.end(request.response(), 400, complaint);
            return;
        }
        request.pause();
        String authorization = request.getHeader("Authorization");
        access.check(authorization).onComplete(checked -> checked(request, path, authorization, checked));
    }

    private void checked(
            HttpServerRequest request, EventBusPath path, String authorization, AsyncResult<Void> checked) {
        boolean asksNobody = checked.succeeded() && authorization == null;
        if (asksNobody
                && !BrowserOrigin.mayComeUnknown(
                        request.getHeader("Origin"), request.getHeader("Host"), settings.allowedOrigins())) {
            refuseOrigin(request);
        } else if (checked.failed() && !(checked.cause() instanceof AccessDeniedException)) {
            LOG.error("authorization could not be checked", checked.cause());
            TextAnswer.end(request.response(), 500, "");
        } else if (checked.failed() && authorization != null) {
            TextAnswer.end(request.response(), 401, checked.cause().getMessage());
        } else if (gateway.refusal() != null) {
            TextAnswer.end(request.response(), 503, gateway.refusal());
        } else if (checked.failed() && strangers.full()) {
            TextAnswer.end(request.response(), 503, "too many clients have not said yet who they are");
        } else {
            request.toWebSocket()
                    .onSuccess(socket -> opened.opened(socket, path, checked.succeeded()))
                    .onFailure(cause -> TextAnswer.end(request.response(), 400, ""));
        }
    }

    private static void refuseOrigin(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        LOG.warn(
                "event-bus client refused: its origin is not allowed origin={} peer={}",
                origin.substring(0, Math.min(LOGGED_ORIGIN, origin.length())),
                request.remoteAddress());
        TextAnswer.end(request.response(), 403, "");
    }
}
