package dev.execbus.transport;

import io.vertx.core.http.HttpServerResponse;

/** Ends an HTTP request with a status and a sentence. */
final class TextAnswer {
    private TextAnswer() {}

    /** @param body may be empty */
    static void end(HttpServerResponse response, int status, String body) {
        response.setStatusCode(status);
        if (!body.isEmpty()) {
            response.putHeader("Content-Type", "text/plain; charset=utf-8");
        }
        response.end(body);
    }
}
