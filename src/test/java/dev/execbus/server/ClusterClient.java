package dev.execbus.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.testkit.WebSocketWire;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** One connection to one gateway, asked by a test's thread; nothing is repeated. */
final class ClusterClient implements AutoCloseable {
    private static final Duration CONNECT_DEADLINE = Duration.ofSeconds(2);
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final WebSocketWire wire;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
    private final List<String> heard = new ArrayList<>();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final CompletableFuture<WebSocketWire.End> ended = new CompletableFuture<>();
    private String sessionId;

    private ClusterClient(WebSocketWire wire) {
        this.wire = wire;
        Thread.ofPlatform().daemon().name("cluster-client").start(this::receive);
    }

    static ClusterClient connect(InetSocketAddress gateway, String path, Map<String, String> headers)
            throws IOException {
        return new ClusterClient(WebSocketWire.connect(gateway, path, headers, CONNECT_DEADLINE));
    }

    static ClusterClient connect(InetSocketAddress gateway, ClusterNode worker, Map<String, String> headers)
            throws IOException {
        return connect(gateway, "/environments/" + worker, headers);
    }

    /** A new session, ready for work. */
    static ClusterClient open(InetSocketAddress gateway, String path, Map<String, String> headers) {
        try {
            ClusterClient client = connect(gateway, path, headers);
            JsonNode answer = client.initialize(null);
            if (!answer.has("result")) {
                throw new AssertionError("no session: " + answer);
            }
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param resumed null for a new session */
    JsonNode initialize(String resumed) {
        JsonNode answer =
                call("initialize", new JsonObject().put("clientName", "test").put("resumeSessionId", resumed));
        if (answer.has("result")) {
            sessionId = answer.path("result").path("sessionId").textValue();
            try {
                wire.send("{\"method\":\"initialized\"}");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return answer;
    }

    String sessionId() {
        return sessionId;
    }

    JsonNode call(String method, JsonObject params) {
        return Waiting.on("the answer to " + method, send(method, params), DEADLINE);
    }

    /** Fails when the connection ends before the answer. */
    CompletableFuture<JsonNode> send(String method, JsonObject params) {
        long id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        pending.put(id, answer);
        try {
            wire.send(new JsonObject()
                    .put("id", id)
                    .put("method", method)
                    .put("params", params)
                    .encode());
        } catch (IOException e) {
            answer.completeExceptionally(e);
        }
        if (ended.isDone()) {
            answer.completeExceptionally(new IOException("the connection has ended: " + ended.join()));
        }
        return answer;
    }

    /** Waits until it is accepted. */
    void write(String processId, String writeId, String text) {
        JsonNode answer = Waiting.on("the answer to a write", writeSoon(processId, writeId, text), DEADLINE);
        if (!answer.path("result").path("status").asText().equals("accepted")) {
            throw new AssertionError("write refused: " + answer);
        }
    }

    CompletableFuture<JsonNode> writeSoon(String processId, String writeId, String text) {
        return send(
                "process/write",
                new JsonObject()
                        .put("processId", processId)
                        .put("writeId", writeId)
                        .put("chunk", Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
    }

    /** How the server ended the connection. */
    CompletableFuture<WebSocketWire.End> ended() {
        return ended;
    }

    /** All output that was pushed on this connection, of whatever process. */
    synchronized String output() {
        return output.toString(StandardCharsets.UTF_8);
    }

    /** Methods of all other notifications. */
    synchronized List<String> heard() {
        return List.copyOf(heard);
    }

    private void receive() {
        try {
            for (byte[] message = wire.next(); message != null; message = wire.next()) {
                received(message);
            }
        } catch (IOException e) {
            // As good as an end.
        }
        ended.complete(wire.end());
        IOException cause = new IOException("the connection has ended: " + wire.end());
        pending.values().forEach(answer -> answer.completeExceptionally(cause));
    }

    private void received(byte[] message) throws IOException {
        if (PushedOutput.is(message)) {
            PushedOutput pushed = PushedOutput.of(message);
            synchronized (this) {
                output.writeBytes(pushed.bytes().bytes());
            }
            return;
        }
        JsonNode tree = PushedOutput.tree(message);
        if (tree.has("method")) {
            synchronized (this) {
                heard.add(tree.path("method").textValue());
            }
            return;
        }
        CompletableFuture<JsonNode> answer = pending.remove(tree.path("id").asLong());
        if (answer != null) {
            answer.complete(tree);
        }
    }

    @Override
    public void close() {
        try {
            wire.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
