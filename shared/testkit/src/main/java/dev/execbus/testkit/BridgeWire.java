package dev.execbus.testkit;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;

/** The wire of a client of Vert.x's event-bus bridge: requests have reply handlers, notifications come to the client. */
public final class BridgeWire implements MessageWire {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final WebSocketWire wire;
    private final boolean sockJs;
    private final AtomicLong replies = new AtomicLong();
    private final Queue<String> read = new ArrayDeque<>();

    private BridgeWire(WebSocketWire wire, boolean sockJs) {
        this.wire = wire;
        this.sockJs = sockJs;
    }

    /** An envelope in each message of the socket. */
    public static BridgeWire raw(int port) throws IOException {
        return new BridgeWire(connect(port, "/eventbus/websocket"), false);
    }

    /** Envelopes in the frames of SockJS. */
    public static BridgeWire sockJs(int port) throws IOException {
        return new BridgeWire(connect(port, "/eventbus/123/abc45678/websocket"), true);
    }

    private static WebSocketWire connect(int port, String path) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return WebSocketWire.connect(address, path, Map.of(), DEADLINE);
    }

    @Override
    public void send(String text) throws IOException {
        JsonObject body = new JsonObject(text);
        JsonObject envelope = new JsonObject()
                .put("type", "send")
                .put("address", "execbus.rpc")
                .put("body", body);
        if (body.containsKey("id")) {
            envelope.put("replyAddress", "reply-" + replies.incrementAndGet());
        }
        wire.send(sockJs ? new JsonArray().add(envelope.encode()).encode() : envelope.encode());
    }

    @Override
    public byte[] next() throws IOException {
        while (read.isEmpty()) {
            byte[] message = wire.next();
            if (message == null) {
                return null;
            }
            unwrap(new String(message, StandardCharsets.UTF_8));
        }
        JsonObject envelope = new JsonObject(read.remove());
        if (!"rec".equals(envelope.getString("type"))) {
            throw new IOException("no message but " + envelope);
        }
        return envelope.getJsonObject("body").encode().getBytes(StandardCharsets.UTF_8);
    }

    /** What SockJS says of itself is no message of ours. */
    private void unwrap(String message) {
        if (!sockJs) {
            read.add(message);
        } else if (message.startsWith("a")) {
            new JsonArray(message.substring(1)).forEach(text -> read.add((String) text));
        }
    }

    @Override
    public int closeCode() {
        return wire.closeCode();
    }

    @Override
    public void cut() throws IOException {
        wire.cut();
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
