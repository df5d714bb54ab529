package dev.execbus.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Duration;
import java.util.Optional;

/** Connects to one server, with a bearer token if there is one. */
final class WebSocketConnector implements Connection.Connector {
    private static final int LONGEST_FRAME = 16 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** In a field: Vert.x closes a client that is garbage-collected. */
    private final WebSocketClient client;

    private final ServerUrl url;
    private final Optional<String> token;

    WebSocketConnector(Vertx vertx, ServerUrl url, Optional<String> token) {
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setConnectTimeout((int) PATIENCE.toMillis())
                .setMaxFrameSize(LONGEST_FRAME)
                .setMaxMessageSize(LONGEST_FRAME)
                .setSsl(url.secure()));
        this.url = url;
        this.token = token;
    }

    @Override
    public Future<Connection> connect(Connection.Listener listener) {
        WebSocketConnectOptions options = new WebSocketConnectOptions();
        // An Origin is for browsers, and servers refuse it.
        options.setAllowOriginHeader(false);
        options.setHost(url.host()).setPort(url.port()).setURI(url.path()).setTimeout(PATIENCE.toMillis());
        token.ifPresent(text -> options.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + text));
        return client.connect(options)
                .<Connection>map(socket -> new WebSocketConnection(socket, listener))
                .recover(cause -> Future.failedFuture(reason(cause)));
    }

    private static String reason(Throwable cause) {
        if (cause instanceof UpgradeRejectedException refusal) {
            String words = refusal.getBody() == null ? "" : refusal.getBody().toString();
            return "HTTP status " + refusal.getStatus() + (words.isBlank() ? "" : ", " + OneLine.of(words));
        }
        String message = cause.getMessage();
        return OneLine.of(message == null ? cause.getClass().getSimpleName() : message);
    }
}
