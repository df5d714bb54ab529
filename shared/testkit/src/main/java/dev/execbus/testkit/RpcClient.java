package dev.execbus.testkit;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** A client for tests, used from the test's thread: every wait has a deadline of ten seconds. */
public final class RpcClient implements AutoCloseable {
    private static final long SECONDS = 10;

    private final WebSocketClient client;
    private final WebSocket socket;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<Frame>> pending = new ConcurrentHashMap<>();
    private final List<Frame> notifications = new ArrayList<>();
    private final CompletableFuture<Short> closed = new CompletableFuture<>();
    private String sessionId;

    private RpcClient(WebSocketClient client, WebSocket socket) {
        this.client = client;
        this.socket = socket;
        socket.textMessageHandler(this::received);
        socket.closeHandler(done -> closed.complete(socket.closeStatusCode()));
    }

    /** A socket without a handshake of ours. */
    public static RpcClient connect(Vertx vertx, int port, Map<String, String> headers) {
        WebSocketClient client = vertx.createWebSocketClient(
                new WebSocketClientOptions().setMaxFrameSize(1 << 26).setMaxMessageSize(1 << 27));
        WebSocketConnectOptions to = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/")
                .setAllowOriginHeader(false);
        headers.forEach(to::addHeader);
        CompletableFuture<RpcClient> connected = new CompletableFuture<>();
        client.connect(to).onComplete(done -> {
            if (done.succeeded()) {
                connected.complete(new RpcClient(client, done.result()));
            } else {
                connected.completeExceptionally(done.cause());
            }
        });
        return await(connected);
    }

    /** A new session, ready for work. */
    public static RpcClient open(Vertx vertx, int port) {
        return open(vertx, port, "test", null);
    }

    public static RpcClient open(Vertx vertx, int port, String clientName, String resumed) {
        RpcClient client = connect(vertx, port, Map.of());
        client.sessionId = client.call(
                        "initialize",
                        new JsonObject().put("clientName", clientName).put("resumeSessionId", resumed))
                .result()
                .getString("sessionId");
        client.notify("initialized");
        return client;
    }

    public String sessionId() {
        return sessionId;
    }

    public Frame call(String method, JsonObject params) {
        return await(send(method, params));
    }

    public CompletableFuture<Frame> send(String method, JsonObject params) {
        long id = ids.incrementAndGet();
        CompletableFuture<Frame> answer = new CompletableFuture<>();
        pending.put(id, answer);
        raw(new JsonObject()
                .put("id", id)
                .put("method", method)
                .put("params", params)
                .encode());
        return answer;
    }

    public void notify(String method) {
        raw(new JsonObject().put("method", method).encode());
    }

    public void raw(String text) {
        socket.writeTextMessage(text);
    }

    /** The socket goes without a word. */
    public void drop() {
        await(socket.shutdown(0, TimeUnit.MILLISECONDS).toCompletionStage().toCompletableFuture());
    }

    /** The server's close code, once it has ended the connection. */
    public short closeCode() {
        return await(closed);
    }

    public void pause() {
        socket.pause();
    }

    public void resume() {
        socket.resume();
    }

    public static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within " + SECONDS + " seconds", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The first notification like this, those included that came already. */
    public Frame awaitNotification(Predicate<Frame> like) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        synchronized (notifications) {
            while (true) {
                Optional<Frame> found = notifications.stream().filter(like).findFirst();
                if (found.isPresent()) {
                    return found.get();
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("no such notification within " + SECONDS + " seconds");
                }
                try {
                    notifications.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError(e);
                }
            }
        }
    }

    public List<Frame> notifications() {
        synchronized (notifications) {
            return List.copyOf(notifications);
        }
    }

    private void received(String text) {
        Frame frame = new Frame(new JsonObject(text));
        if (frame.isNotification()) {
            synchronized (notifications) {
                notifications.add(frame);
                notifications.notifyAll();
            }
        } else {
            CompletableFuture<Frame> answer = pending.remove(frame.json().getLong("id"));
            if (answer != null) {
                answer.complete(frame);
            }
        }
    }

    @Override
    public void close() {
        await(client.close().toCompletionStage().toCompletableFuture());
    }
}
