package dev.execbus.server;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.testkit.BridgeWire;
import dev.execbus.testkit.Eventually;
import dev.execbus.testkit.Frame;
import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import dev.execbus.testkit.WebSocketWire;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A client that looks at processes, on either door. */
final class ViewClient implements AutoCloseable {
    /** How a client comes in. */
    enum Doorway {
        WEB_SOCKET,
        EVENT_BUS
    }

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RpcClient client;
    private final String sessionId;

    private ViewClient(RpcClient client, String sessionId) {
        this.client = client;
        this.sessionId = sessionId;
    }

    static ViewClient of(TestServer server, Doorway doorway) {
        try {
            return introduced(
                    switch (doorway) {
                        case WEB_SOCKET -> RpcClient.connect(server.port(), Map.of());
                        case EVENT_BUS -> RpcClient.over(BridgeWire.raw(server.port()));
                    },
                    null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param resumed null for a new session */
    static ViewClient of(LocalCluster cluster, ClusterNode gateway, ClusterNode worker, String resumed) {
        try {
            return introduced(
                    RpcClient.over(WebSocketWire.connect(
                            gateway.address(), "/environments/" + worker, cluster.headers(), PATIENCE)),
                    resumed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ViewClient introduced(RpcClient client, String resumed) {
        Frame answer = client.initialize("views", resumed);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (answer.isError(ErrorCode.SESSION_ALREADY_ATTACHED.number()) && System.nanoTime() < end) {
            answer = client.initialize("views", resumed);
        }
        client.notify("initialized");
        return new ViewClient(client, answer.result().getString("sessionId"));
    }

    RpcClient wire() {
        return client;
    }

    String sessionId() {
        return sessionId;
    }

    /** The public name of its session. */
    String session() {
        return sessionId.substring(0, 8);
    }

    void start(Start start) {
        client.start(start).result();
    }

    static JsonObject view(String viewId) {
        return new JsonObject().put("viewId", viewId);
    }

    static JsonObject viewing(String viewId, String processId) {
        return view(viewId).put("processId", processId);
    }

    static JsonObject startingAfter(long seq) {
        return new JsonObject().put("seq", seq);
    }

    /** Of somebody else's process. */
    JsonObject viewing(String viewId, String processId, ViewClient owner) {
        return viewing(viewId, processId).put("session", owner.session());
    }

    Frame call(String method, JsonObject params) {
        return client.call(method, params);
    }

    JsonObject attach(JsonObject params) {
        return call("process/attach", params).result();
    }

    static JsonObject writing(String viewId, String writeId, String text) {
        return view(viewId)
                .put("writeId", writeId)
                .put("chunk", Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    CompletableFuture<Frame> type(String viewId, String writeId, String text) {
        return client.send("view/write", writing(viewId, writeId, text));
    }

    /** All that one view was told, by the name of the notification behind the slash. */
    List<Frame> told(String viewId) {
        return client.notifications().stream()
                .filter(frame -> viewId.equals(frame.params().getString("viewId")))
                .toList();
    }

    List<JsonObject> told(String viewId, String method) {
        return told(viewId).stream()
                .filter(frame -> frame.method().equals("view/" + method))
                .map(Frame::params)
                .toList();
    }

    JsonObject awaitTold(String viewId, String method) {
        return client.awaitNotification(frame -> frame.method().equals("view/" + method)
                        && viewId.equals(frame.params().getString("viewId")))
                .params();
    }

    void awaitDriver(String viewId, String viewer) {
        Eventually.holds(viewer + " drives", PATIENCE, () -> {
            List<JsonObject> changes = told(viewId, "driver");
            String driver = changes.isEmpty()
                    ? "nobody was told of"
                    : changes.getLast().getJsonObject("driver").getString("viewer");
            return viewer == null ? driver == null : viewer.equals(driver);
        });
    }

    String output(String viewId) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        told(viewId, "output")
                .forEach(event -> bytes.writeBytes(Base64.getDecoder().decode(event.getString("chunk"))));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    void awaitOutput(String viewId, String text) {
        Eventually.holds(
                viewId + " is shown " + text, PATIENCE, () -> output(viewId).contains(text));
    }

    @Override
    public void close() {
        client.close();
    }
}
