package dev.execbus.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.testkit.WebSocketWire;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** A session of one agent for as long as one likes: nothing that was heard is kept here. */
final class AgentWire implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final WebSocketWire wire;
    private final BiConsumer<String, JsonNode> notified;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();

    private AgentWire(WebSocketWire wire, BiConsumer<String, JsonNode> notified) {
        this.wire = wire;
        this.notified = notified;
    }

    /** @param notified hears method and params, on a thread of its own */
    static AgentWire open(InetSocketAddress gateway, BiConsumer<String, JsonNode> notified) {
        try {
            AgentWire wire = new AgentWire(WebSocketWire.connect(gateway, "/", Map.of(), DEADLINE), notified);
            Thread.ofPlatform().daemon().name("agent-wire").start(wire::receive);
            result(wire.send("initialize", new JsonObject().put("clientName", "soak")));
            wire.wire.send("{\"method\":\"initialized\"}");
            return wire;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Requests are served in the order of the calls. */
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
        return answer;
    }

    static JsonNode answer(CompletableFuture<JsonNode> answer) {
        return Waiting.on("an answer", answer, DEADLINE);
    }

    static JsonNode result(CompletableFuture<JsonNode> answer) {
        JsonNode told = answer(answer);
        if (!told.has("result")) {
            throw new AssertionError("refused: " + told.path("error"));
        }
        return told.path("result");
    }

    private void receive() {
        Throwable cause;
        try {
            for (byte[] message = wire.next(); message != null; message = wire.next()) {
                received(PushedOutput.tree(message));
            }
            cause = new IOException("the server has ended the connection: " + wire.end());
        } catch (IOException | RuntimeException | AssertionError e) {
            cause = e;
        }
        Throwable end = cause;
        pending.values().forEach(answer -> answer.completeExceptionally(end));
    }

    private void received(JsonNode message) {
        if (message.has("method")) {
            notified.accept(message.path("method").textValue(), message.path("params"));
            return;
        }
        CompletableFuture<JsonNode> answer = pending.remove(message.path("id").asLong());
        if (answer != null) {
            answer.complete(message);
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
