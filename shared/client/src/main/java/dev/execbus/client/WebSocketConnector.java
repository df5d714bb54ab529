package dev.execbus.client;

import dev.execbus.client.EnvironmentSpec.ByUrl;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Connects to one URL, with a bearer token if there is one. */
final class WebSocketConnector implements Wire.Connector {
    static final int LONGEST_FRAME = 16 << 20;
    private static final int SHOWN = 200;

    /** In a field: Vert.x closes a client that is garbage-collected. */
    private final WebSocketClient client;

    private final Loop loop;
    private final ByUrl reach;
    private final EnvironmentToken token;

    WebSocketConnector(Vertx vertx, Loop loop, ByUrl reach, EnvironmentToken token) {
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setConnectTimeout((int) reach.connectTimeout().toMillis())
                .setMaxFrameSize(LONGEST_FRAME)
                .setMaxMessageSize(LONGEST_FRAME));
        this.loop = loop;
        this.reach = reach;
        this.token = token;
    }

    @Override
    public boolean canResume() {
        return true;
    }

    @Override
    public Future<Wire> connect(Wire.Listener listener) {
        WebSocketConnectOptions options;
        try {
            options = options();
        } catch (URISyntaxException e) {
            return Future.failedFuture(new BackendException("the URL of the exec-server is not valid"));
        }
        return secret().compose(bearer -> {
            bearer.ifPresent(text -> options.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + text));
            return client.connect(options)
                    .<Wire>map(socket -> new WebSocketWire(socket, loop, listener))
                    .recover(cause -> Future.failedFuture(new BackendException(reason(cause))));
        });
    }

    /** Read where it may block; this continues on the loop. */
    private Future<Optional<String>> secret() {
        if (token instanceof EnvironmentToken.None) {
            return Future.succeededFuture(Optional.empty());
        }
        Promise<Optional<String>> read = Promise.promise();
        Thread.ofVirtual().start(() -> {
            try {
                Optional<String> secret = token.read();
                loop.run(() -> read.complete(secret));
            } catch (IOException | RuntimeException e) {
                loop.run(() -> read.fail(new BackendException("the bearer token cannot be read")));
            }
        });
        return read.future();
    }

    private WebSocketConnectOptions options() throws URISyntaxException {
        URI uri = new URI(reach.url());
        boolean secure = "wss".equalsIgnoreCase(uri.getScheme());
        if ((!secure && !"ws".equalsIgnoreCase(uri.getScheme())) || uri.getHost() == null) {
            throw new URISyntaxException("", "neither ws nor wss");
        }
        String host = uri.getHost();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        WebSocketConnectOptions options = new WebSocketConnectOptions();
        // An Origin is for browsers, and servers refuse it.
        options.setAllowOriginHeader(false);
        options.setSsl(secure)
                .setHost(host.startsWith("[") ? host.substring(1, host.length() - 1) : host)
                .setPort(uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80)
                .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
                .setTimeout(reach.connectTimeout().toMillis());
        return options;
    }

    private static String reason(Throwable cause) {
        if (cause instanceof UpgradeRejectedException refusal) {
            String words =
                    refusal.getBody() == null ? "" : oneLine(refusal.getBody().toString());
            return "HTTP status " + refusal.getStatus() + (words.isEmpty() ? "" : ", " + words);
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : oneLine(message);
    }

    static String oneLine(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }

    @Override
    public Future<Void> close() {
        return client.close();
    }
}
