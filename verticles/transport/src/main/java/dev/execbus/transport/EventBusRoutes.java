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

    static final String DOOR = "event-bus";

    /** SockJS wants a number of 32 bits. */
    private static final long ENTROPY = 1L << 32;

    /** Who takes the sockets. */
    @FunctionalInterface
    interface Opened {
        /** @param caller null while it has not said who it is */
        void opened(ServerWebSocket socket, EventBusPath path, Caller caller);
    }

    private final Admission admission;
    private final PageCheck pages;
    private final RefusalLog refusals;
    private final Gateway gateway;
    private final Strangers strangers;
    private final Opened opened;

    EventBusRoutes(
            Admission admission,
            PageCheck pages,
            RefusalLog refusals,
            Gateway gateway,
            Strangers strangers,
            Opened opened) {
        this.admission = admission;
        this.pages = pages;
        this.refusals = refusals;
        this.gateway = gateway;
        this.strangers = strangers;
        this.opened = opened;
    }

    void handle(HttpServerRequest request, EventBusPath path) {
        HttpServerResponse response = request.response();
        if (!pages.passes(request)) {
            return;
        }
        if (!request.method().equals(HttpMethod.GET)) {
            TextAnswer.end(response, 405, "Request method must be `GET`");
        } else if (path.kind() == EventBusPath.Kind.INFO) {
            info(response, request.getHeader("Origin"));
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
        String authorization = OfferedProtocols.authorization(request);
        admission.admit(authorization).onComplete(admitted -> admitted(request, path, authorization, admitted));
    }

    private void admitted(
            HttpServerRequest request, EventBusPath path, String authorization, AsyncResult<Caller> admitted) {
        HttpServerResponse response = request.response();
        if (admitted.failed() && !(admitted.cause() instanceof AccessDeniedException)) {
            LOG.error("authorization could not be checked", admitted.cause());
            TextAnswer.end(response, 500, "");
        } else if (admitted.failed() && authorization != null) {
            refuse(request, 401, admitted.cause().getMessage());
        } else if (gateway.refusal() != null) {
            TextAnswer.end(response, 503, gateway.refusal());
        } else if (admitted.failed() && strangers.full()) {
            refuse(request, 503, "too many clients have not said yet who they are");
        } else {
            Caller caller = admitted.succeeded() ? admitted.result() : null;
            request.toWebSocket()
                    .onSuccess(socket -> opened.opened(socket, path, caller))
                    .onFailure(cause -> TextAnswer.end(response, 400, ""));
        }
    }

    private void refuse(HttpServerRequest request, int status, String reason) {
        refusals.refused(DOOR, reason, "", request.remoteAddress());
        TextAnswer.end(request.response(), status, reason);
    }
}
