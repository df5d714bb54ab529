package dev.execbus.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.client.EnvironmentSpec.ByUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class WebSocketConnectorTest {
    private final Vertx vertx = Vertx.vertx();
    private final VertxLoop loop = new VertxLoop(vertx);
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<ServerWebSocket> accepted = new CompletableFuture<>();
    private final CompletableFuture<String> authorization = new CompletableFuture<>();
    private HttpServer server;

    @TempDir
    private Path folder;

    private final Wire.Listener listener = new Wire.Listener() {
        @Override
        public void received(byte[] frame) {
            heard.add(new String(frame, StandardCharsets.UTF_8));
        }

        @Override
        public void closed(String reason) {
            heard.add("closed: " + reason);
        }
    };

    @BeforeEach
    void listen() throws Exception {
        server = await(vertx.createHttpServer()
                .webSocketHandshakeHandler(handshake -> {
                    authorization.complete(handshake.headers().get("Authorization"));
                    if (handshake.headers().contains("Origin")) {
                        handshake.reject(403);
                    } else if ("Bearer wrong".equals(handshake.headers().get("Authorization"))) {
                        handshake.reject(401);
                    } else {
                        handshake.accept();
                    }
                })
                .webSocketHandler(accepted::complete)
                .listen(0, "127.0.0.1"));
    }

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private Future<Wire> connect(String url, EnvironmentToken token) {
        return loop.ask(() ->
                new WebSocketConnector(vertx, loop, new ByUrl(url, Duration.ofSeconds(5)), token).connect(listener));
    }

    private Future<Wire> connect(EnvironmentToken token) {
        return connect("ws://127.0.0.1:" + server.actualPort() + "/", token);
    }

    private static Throwable failure(Future<Wire> connecting) throws Exception {
        try {
            await(connecting);
        } catch (ExecutionException e) {
            return e.getCause();
        }
        throw new AssertionError("it connects");
    }

    private String next() throws InterruptedException {
        return heard.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void bringsTheTokenThatIsInTheFileAtThatTime() throws Exception {
        Path file = java.nio.file.Files.writeString(folder.resolve("token"), "secret\n");
        await(connect(new EnvironmentToken.InFile(file)));
        assertThat(authorization.get(20, TimeUnit.SECONDS)).isEqualTo("Bearer secret");
    }

    @Test
    void aTokenThatCannotBeReadIsAReason() throws Exception {
        assertThat(failure(connect(new EnvironmentToken.InFile(folder.resolve("none")))))
                .isInstanceOf(BackendException.class)
                .hasMessage("the bearer token cannot be read");
    }

    @Test
    void aRefusalIsToldWithItsStatus() throws Exception {
        assertThat(failure(connect(new EnvironmentToken.Given("wrong")))).hasMessage("HTTP status 401, Unauthorized");
    }

    @Test
    void anythingThatIsNoUrlFailsWhenItIsUsed() throws Exception {
        for (String url : new String[] {"garbage", "http://localhost:1/", "ws://", "ws://a b"}) {
            assertThat(failure(connect(url, new EnvironmentToken.None())))
                    .hasMessage("the URL of the exec-server is not valid");
        }
    }

    @Test
    void nobodyListens() throws Exception {
        int port = server.actualPort();
        await(server.close());
        assertThat(failure(connect("ws://127.0.0.1:" + port, new EnvironmentToken.None())))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("Connection refused");
    }

    @Test
    void putsTheFramesOfAMessageTogether() throws Exception {
        await(connect(new EnvironmentToken.None()));
        ServerWebSocket socket = accepted.get(20, TimeUnit.SECONDS);
        socket.writeFrame(WebSocketFrame.textFrame("{\"a\":", false));
        socket.writePing(Buffer.buffer("x"));
        socket.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("1}"), true));
        socket.writeFinalTextFrame("{}");
        assertThat(next()).isEqualTo("{\"a\":1}");
        assertThat(next()).isEqualTo("{}");
    }

    @Test
    void tellsWhyTheServerHasClosed() throws Exception {
        await(connect(new EnvironmentToken.None()));
        accepted.get(20, TimeUnit.SECONDS).close((short) 1012, "leaving");
        assertThat(next()).isEqualTo("closed: the server closed the connection: leaving");
    }

    @Test
    void closesWithoutAWord() throws Exception {
        Wire wire = await(connect(new EnvironmentToken.None()));
        CompletableFuture<Void> closed = new CompletableFuture<>();
        accepted.get(20, TimeUnit.SECONDS).closeHandler(closed::complete);
        await(loop.ask(wire::close));
        closed.get(20, TimeUnit.SECONDS);
        assertThat(heard).isEmpty();
    }

    @Test
    void sendsText() throws Exception {
        Wire wire = await(connect(new EnvironmentToken.None()));
        CompletableFuture<String> arrived = new CompletableFuture<>();
        accepted.get(20, TimeUnit.SECONDS).textMessageHandler(arrived::complete);
        loop.run(() -> wire.send("{\"é\":1}".getBytes(StandardCharsets.UTF_8)));
        assertThat(arrived.get(20, TimeUnit.SECONDS)).isEqualTo("{\"é\":1}");
    }
}
