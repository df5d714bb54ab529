package dev.execbus.server;

import dev.execbus.testkit.Frame;
import dev.execbus.testkit.RpcClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A client that speaks the dialect of handles, and waits as {@link RpcClient} does. */
final class HandleClient implements AutoCloseable {
    private static final JsonObject EXPERIMENTAL = new JsonObject().put("experimentalApi", true);

    private final RpcClient client;
    private final String sessionId;

    private HandleClient(RpcClient client, String sessionId) {
        this.client = client;
        this.sessionId = sessionId;
    }

    /** On a connection without a handshake. */
    static HandleClient on(RpcClient client) {
        return on(client, EXPERIMENTAL);
    }

    static HandleClient on(RpcClient client, JsonObject capabilities) {
        JsonObject info = new JsonObject().put("name", "test").put("version", "1");
        String sessionId = client.call(
                        "initialize", new JsonObject().put("clientInfo", info).put("capabilities", capabilities))
                .result()
                .getString("sessionId");
        client.notify("initialized");
        return new HandleClient(client, sessionId);
    }

    RpcClient wire() {
        return client;
    }

    String sessionId() {
        return sessionId;
    }

    static JsonObject spawning(String handle, String... command) {
        return new JsonObject()
                .put("command", new JsonArray(List.of(command)))
                .put("processHandle", handle)
                .put("cwd", "/tmp");
    }

    static JsonObject shell(String handle, String script) {
        return spawning(handle, "/bin/sh", "-c", script);
    }

    static JsonObject streaming(String handle, String script) {
        return shell(handle, script).put("streamStdoutStderr", true);
    }

    static JsonObject terminal(String handle, String script) {
        return shell(handle, script).put("tty", true);
    }

    static JsonObject named(String handle) {
        return new JsonObject().put("processHandle", handle);
    }

    Frame call(String method, JsonObject params) {
        return client.call(method, params);
    }

    /** It must be started. */
    void spawn(JsonObject params) {
        call("process/spawn", params).result();
    }

    CompletableFuture<Frame> send(String method, JsonObject params) {
        return client.send(method, params);
    }

    static JsonObject writing(String handle, String text) {
        return named(handle)
                .put("deltaBase64", Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    Frame write(String handle, String text) {
        return call("process/writeStdin", writing(handle, text));
    }

    Frame closeStdin(String handle) {
        return call("process/writeStdin", named(handle).put("closeStdin", true));
    }

    Frame kill(String handle) {
        return call("process/kill", named(handle));
    }

    /** What it was told of the end of the process. */
    JsonObject awaitExited(String handle) {
        return client.awaitNotification(frame -> isAbout(frame, "process/exited", handle))
                .params();
    }

    int exitCode(String handle) {
        return awaitExited(handle).getInteger("exitCode");
    }

    JsonObject run(JsonObject params) {
        spawn(params);
        return awaitExited(params.getString("processHandle"));
    }

    void awaitDelta(String handle) {
        client.awaitNotification(frame -> isAbout(frame, "process/outputDelta", handle));
    }

    List<JsonObject> deltas(String handle, String stream) {
        return client.notifications().stream()
                .filter(frame -> isAbout(frame, "process/outputDelta", handle))
                .map(Frame::params)
                .filter(delta -> delta.getString("stream").equals(stream))
                .toList();
    }

    /** What was streamed so far. */
    String streamed(String handle, String stream) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        deltas(handle, stream)
                .forEach(delta -> bytes.writeBytes(Base64.getDecoder().decode(delta.getString("deltaBase64"))));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    List<String> told(String handle) {
        return client.notifications().stream()
                .filter(frame -> handle.equals(frame.params().getString("processHandle")))
                .map(Frame::method)
                .toList();
    }

    private static boolean isAbout(Frame frame, String method, String handle) {
        return frame.method().equals(method) && handle.equals(frame.params().getString("processHandle"));
    }

    @Override
    public void close() {
        client.close();
    }
}
