package dev.execbus.transport;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/**
 * Something else that is served where clients connect, to those who may.
 *
 * @param path begins with a slash
 * @param handler takes requests on the gateway's context, paused
 */
public record HttpMount(String path, Handler<HttpServerRequest> handler) {
    boolean isFor(String requested) {
        return requested.equals(path) || requested.equals(path + "/");
    }
}
