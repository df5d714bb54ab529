package dev.execbus.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A web server that does what the paths of its requests say. */
final class Origin {
    final List<String> paths = new CopyOnWriteArrayList<>();
    final List<String> closed = new CopyOnWriteArrayList<>();
    private final Vertx vertx;
    private final HttpServer server;

    private Origin(Vertx vertx, HttpServerOptions options) {
        this.vertx = vertx;
        this.server = vertx.createHttpServer(options).requestHandler(this::handle);
    }

    static Origin start(Vertx vertx) throws Exception {
        return start(vertx, new HttpServerOptions());
    }

    static Origin start(Vertx vertx, HttpServerOptions options) throws Exception {
        Origin origin = new Origin(vertx, options);
        Waiting.done(origin.server.listen(0, "127.0.0.1"));
        return origin;
    }

    int port() {
        return server.actualPort();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    private void handle(HttpServerRequest request) {
        paths.add(request.uri());
        HttpServerResponse response = request.response();
        response.closeHandler(ignored -> closed.add(request.path()));
        switch (request.path()) {
            case "/echo" -> request.body().onSuccess(body -> response.end(echo(request, body)));
            case "/status" ->
                response.setStatusCode(Integer.parseInt(request.query())).end("x");
            case "/redirect" -> redirect(request, request.getParam("status"), request.getParam("to"));
            case "/loop" -> redirect(request, "302", "/loop");
            case "/drip" -> drip(response.setChunked(true), 0);
            case "/big" -> send(response.setChunked(true), Integer.parseInt(request.query()));
            case "/never" -> {}
            case "/stuck" -> response.setChunked(true).write("first");
            default -> response.setStatusCode(404).end();
        }
    }

    private static void redirect(HttpServerRequest request, String status, String to) {
        request.response()
                .setStatusCode(Integer.parseInt(status))
                .putHeader("location", to)
                .end("elsewhere");
    }

    private static String echo(HttpServerRequest request, Buffer body) {
        JsonArray headers = new JsonArray();
        request.headers().forEach((name, value) -> headers.add(name + ": " + value));
        return new JsonObject()
                .put("method", request.method().name())
                .put("uri", request.uri())
                .put("headers", headers)
                .put("body", body.toString())
                .encode();
    }

    private void drip(HttpServerResponse response, int index) {
        if (index == 3) {
            response.end();
        } else {
            response.write("drop" + index + "\n");
            vertx.setTimer(40, ignored -> drip(response, index + 1));
        }
    }

    /** With regard to the reader. */
    private Future<Void> send(HttpServerResponse response, int left) {
        if (left == 0) {
            return response.end();
        }
        int now = Math.min(left, 16 << 10);
        return response.write(Buffer.buffer(new byte[now])).compose(written -> send(response, left - now));
    }
}
