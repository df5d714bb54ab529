package dev.execbus.transport;

import dev.execbus.testkit.Eventually;
import dev.execbus.testkit.Frame;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** What vertx-eventbus.js does, for the test's thread; every wait has a deadline. */
final class EventBusClient implements AutoCloseable, WebSocket.Listener {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newHttpClient();
    private final boolean sockJs;
    private final AtomicLong ids = new AtomicLong();
    private final List<JsonObject> envelopes = new CopyOnWriteArrayList<>();
    private final List<String> others = new CopyOnWriteArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private WebSocket socket;

    private EventBusClient(boolean sockJs) {
        this.sockJs = sockJs;
    }

    static EventBusClient raw(int port, Map<String, String> headers) {
        return new EventBusClient(false).connect(port, "/eventbus/websocket", headers);
    }

    /** As a page says who it is: by what it offers. */
    static EventBusClient offering(int port, String token) {
        return new EventBusClient(false)
                .connect(port, "/eventbus/websocket", Map.of(), "execbus", "execbus.bearer." + token);
    }

    static EventBusClient sockJs(int port) {
        EventBusClient client = new EventBusClient(true).connect(port, "/eventbus/123/abc45678/websocket", Map.of());
        Eventually.holds("the socket is opened", DEADLINE, () -> client.others.contains("o"));
        return client;
    }

    /** Fails as the handshake does. */
    private EventBusClient connect(int port, String path, Map<String, String> headers, String... protocols) {
        WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(DEADLINE);
        headers.forEach(builder::header);
        if (protocols.length > 0) {
            builder.subprotocols(protocols[0], Arrays.copyOfRange(protocols, 1, protocols.length));
        }
        try {
            socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + port + path), this)
                    .orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            return this;
        } catch (RuntimeException refused) {
            http.shutdownNow();
            throw refused;
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            message(partial.toString());
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    private void message(String text) {
        if (!sockJs) {
            envelopes.add(new JsonObject(text));
        } else if (text.startsWith("a")) {
            new JsonArray(text.substring(1)).forEach(envelope -> envelopes.add(new JsonObject((String) envelope)));
        } else {
            others.add(text);
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
        closed.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete(1006);
    }

    /** In the words of the bridge. */
    void envelope(JsonObject envelope) {
        text(sockJs ? new JsonArray().add(envelope.encode()).encode() : envelope.encode());
    }

    void text(String text) {
        socket.sendText(text, true)
                .orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** Not the last part of a message; false once that is not possible any more. */
    boolean part(String text) {
        try {
            socket.sendText(text, false)
                    .orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            return true;
        } catch (RuntimeException cut) {
            return false;
        }
    }

    /** Without an answer. */
    void send(JsonObject body) {
        envelope(new JsonObject()
                .put("type", "send")
                .put("address", "execbus.rpc")
                .put("body", body));
    }

    /** As {@code eb.send} with a reply handler: the envelope that comes to it. */
    JsonObject request(String address, JsonObject headers, JsonObject body) {
        String replyAddress = "reply-" + ids.incrementAndGet();
        envelope(new JsonObject()
                .put("type", "send")
                .put("address", address)
                .put("headers", headers)
                .put("body", body)
                .put("replyAddress", replyAddress));
        return await(envelope -> replyAddress.equals(envelope.getString("address")));
    }

    Frame call(String method, JsonObject params) {
        return call(method, params, new JsonObject());
    }

    Frame call(String method, JsonObject params, JsonObject headers) {
        long id = ids.incrementAndGet();
        JsonObject reply = request(
                "execbus.rpc",
                headers,
                new JsonObject().put("id", id).put("method", method).put("params", params));
        if (!"rec".equals(reply.getString("type"))) {
            throw new AssertionError("no answer but " + reply);
        }
        Frame frame = new Frame(reply.getJsonObject("body"));
        if (frame.id() != id) {
            throw new AssertionError("not the answer to " + id + " but " + frame);
        }
        return frame;
    }

    /** The session, ready for work. */
    String open(String resumed) {
        Frame answer = call("initialize", initialize(resumed));
        send(new JsonObject().put("method", "initialized"));
        return answer.result().getString("sessionId");
    }

    static JsonObject initialize(String resumed) {
        return new JsonObject().put("clientName", "test").put("resumeSessionId", resumed);
    }

    JsonObject await(Predicate<JsonObject> like) {
        Eventually.holds(
                "such an envelope comes", DEADLINE, () -> envelopes.stream().anyMatch(like));
        return envelopes.stream().filter(like).findFirst().orElseThrow();
    }

    /** The refusals that were for no handler in particular. */
    List<String> refusals() {
        return envelopes.stream()
                .filter(envelope -> "err".equals(envelope.getString("type")) && !envelope.containsKey("address"))
                .map(envelope -> envelope.getString("body"))
                .toList();
    }

    /** What came to the client's own address. */
    List<JsonObject> received() {
        return envelopes.stream()
                .filter(envelope -> "execbus.client".equals(envelope.getString("address")))
                .toList();
    }

    /** What SockJS says of itself. */
    List<String> others() {
        return List.copyOf(others);
    }

    int closeCode() {
        return closed.orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    /** What the server chose of what was offered; empty for nothing. */
    String subprotocol() {
        return socket.getSubprotocol();
    }

    boolean isOpen() {
        return !closed.isDone();
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }
}
