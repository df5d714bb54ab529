package dev.execbus.server;

import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import dev.execbus.testkit.WebSocketWire;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client that starts or looks at one process, keeps a digest of its output, and can leave it unread. */
final class Onlooker implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DigestedWire wire;
    private final RpcClient client;
    private final String session;

    private Onlooker(DigestedWire wire) {
        this.wire = wire;
        this.client = RpcClient.over(wire);
        this.session = client.initialize("onlooker", null).result().getString("sessionId");
        client.notify("initialized");
    }

    static Onlooker open(LocalCluster cluster, ClusterNode gateway, ClusterNode worker) {
        try {
            return new Onlooker(new DigestedWire(
                    WebSocketWire.connect(gateway.address(), "/environments/" + worker, cluster.headers(), PATIENCE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void start(Start start) {
        client.start(start).result();
    }

    void write(String processId, String text) {
        RpcClient.await(client.write(processId, text, text.getBytes(StandardCharsets.UTF_8)))
                .result();
    }

    /** From its first byte. */
    void lookAt(String processId, Onlooker owner) {
        client.call(
                        "process/attach",
                        RpcClient.of(processId)
                                .put("viewId", "v")
                                .put("session", owner.session.substring(0, 8))
                                .put("from", new JsonObject().put("seq", 0)))
                .result();
    }

    /** Leaves its socket unread, after at most one more piece of output. */
    void freeze() {
        wire.freeze();
    }

    void thaw() {
        wire.thaw();
    }

    /** Bytes of output so far. */
    long length() {
        return wire.length();
    }

    /** Of all output; once. */
    String sha256() {
        return wire.sha256();
    }

    void awaitClosed(Duration within) {
        Waiting.until(
                () -> "told that the process is closed, after " + length() + " bytes: " + client.notifications(),
                within,
                () -> client.notifications().stream()
                        .anyMatch(told -> told.method().endsWith("/closed")));
    }

    @Override
    public void close() {
        wire.thaw();
        client.close();
    }
}
