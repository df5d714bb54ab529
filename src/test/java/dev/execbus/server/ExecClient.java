package dev.execbus.server;

import dev.execbus.testkit.Frame;
import dev.execbus.testkit.RpcClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A client that runs commands as agents do. */
final class ExecClient implements AutoCloseable {
    private final RpcClient wire;
    private final String sessionId;

    private ExecClient(RpcClient wire, String sessionId) {
        this.wire = wire;
        this.sessionId = sessionId;
    }

    static ExecClient on(RpcClient wire, JsonObject initialize) {
        String sessionId = wire.call("initialize", initialize).result().getString("sessionId");
        wire.notify("initialized");
        return new ExecClient(wire, sessionId);
    }

    static ExecClient through(ClientDoor door, TestServer server, TestSettings alone, boolean approvals) {
        try {
            return on(
                    RpcClient.over(door.wire(server, alone)),
                    new JsonObject()
                            .put("clientName", "test")
                            .put("capabilities", new JsonObject().put("approvals", approvals)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonObject command(String cmd) {
        return new JsonObject().put("cmd", cmd).put("shell", "/bin/sh").put("login", false);
    }

    RpcClient wire() {
        return wire;
    }

    String sessionId() {
        return sessionId;
    }

    Frame call(String method, JsonObject params) {
        return wire.call(method, params);
    }

    CompletableFuture<Frame> send(String method, JsonObject params) {
        return wire.send(method, params);
    }

    JsonObject run(JsonObject params) {
        return call("exec/command", params).result();
    }

    /** A command that runs on; its number. */
    int running(String cmd) {
        return run(command(cmd).put("yieldTimeMs", 250)).getInteger("sessionId");
    }

    JsonObject poll(int command) {
        return call("exec/writeStdin", new JsonObject().put("sessionId", command))
                .result();
    }

    Frame awaitEnded(int command) {
        return awaitNotification("exec/ended", command);
    }

    Frame awaitNotification(String method, int command) {
        return wire.awaitNotification(
                frame -> frame.method().equals(method) && frame.params().getInteger("sessionId") == command);
    }

    /** What was told of a command, and the deltas joined. */
    List<String> told(int command) {
        return wire.notifications().stream()
                .filter(frame -> Integer.valueOf(command).equals(frame.params().getInteger("sessionId")))
                .map(Frame::method)
                .distinct()
                .toList();
    }

    String deltas(int command) {
        StringBuilder text = new StringBuilder();
        wire.notifications().stream()
                .filter(frame -> frame.method().equals("exec/outputDelta")
                        && frame.params().getInteger("sessionId") == command)
                .forEach(frame -> text.append(new String(
                        Base64.getDecoder().decode(frame.params().getString("chunk")), StandardCharsets.UTF_8)));
        return text.toString();
    }

    /** Answers the next question of the server; what it asked. */
    JsonObject answerApproval(int number, String decision) {
        Frame question = wire.awaitNotification(frame -> frame.method().equals("exec/approve")
                && frame.json().getString("id").equals("s" + number));
        wire.raw(new JsonObject()
                .put("id", "s" + number)
                .put("result", new JsonObject().put("decision", decision))
                .encode());
        return question.params();
    }

    @Override
    public void close() {
        wire.close();
    }
}
