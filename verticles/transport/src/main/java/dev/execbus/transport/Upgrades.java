package dev.execbus.transport;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a client's socket of a request whose origin and path are well. Checks come in the peer's order: method, upgrade,
 * authentication. Confined to the gateway's context.
 */
final class Upgrades {
    private static final Logger LOG = LoggerFactory.getLogger(Upgrades.class);

    /** Who takes the sockets. */
    @FunctionalInterface
    interface Opened {
        void opened(ServerWebSocket socket, String environment, Caller caller);
    }

    private final String door;
    private final Admission admission;
    private final RefusalLog refusals;
    private final Gateway gateway;
    private final Opened opened;

    Upgrades(String door, Admission admission, RefusalLog refusals, Gateway gateway, Opened opened) {
        this.door = door;
        this.refusals = refusals;
        this.admission = admission;
        this.gateway = gateway;
        this.opened = opened;
    }

    /** @param environment the label or the name of workers a client wants; null for any */
    void upgrade(HttpServerRequest request, String environment) {
        HttpServerResponse response = request.response();
        if (!request.method().equals(HttpMethod.GET)) {
            TextAnswer.end(response, 405, "Request method must be `GET`");
            return;
        }
        String complaint = UpgradeCheck.complaint(request);
        if (complaint != null) {
            TextAnswer.end(response, 400, complaint);
            return;
        }
        request.pause();
        admission.admit(OfferedProtocols.authorization(request)).onComplete(admitted -> {
            if (admitted.failed()) {
                refuse(request, admitted.cause());
            } else if (gateway.refusal() != null) {
                TextAnswer.end(response, 503, gateway.refusal());
            } else {
                request.toWebSocket()
                        .onSuccess(socket -> opened.opened(socket, environment, admitted.result()))
                        .onFailure(cause -> TextAnswer.end(response, 400, ""));
            }
        });
    }

    private void refuse(HttpServerRequest request, Throwable cause) {
        if (cause instanceof AccessDeniedException denied) {
            refusals.refused(door, denied.getMessage(), "", request.remoteAddress());
        }
        refuse(request.response(), cause);
    }

    /** @param cause why somebody is not let in */
    static void refuse(HttpServerResponse response, Throwable cause) {
        if (cause instanceof AccessDeniedException denied) {
            TextAnswer.end(response, 401, denied.getMessage());
        } else {
            LOG.error("authorization could not be checked", cause);
            TextAnswer.end(response, 500, "");
        }
    }
}
