package dev.execbus.testkit;

import dev.execbus.protocol.ErrorCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A client for tests, used from the test's thread: every wait has a deadline of twenty seconds. */
public final class RpcClient implements AutoCloseable {
    private static final long SECONDS = 20;
    private static final int ALREADY_ATTACHED = ErrorCode.SESSION_ALREADY_ATTACHED.number();

    private final MessageWire wire;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<Frame>> pending = new ConcurrentHashMap<>();
    private final List<Frame> notifications = new ArrayList<>();
    private final List<Frame> malformed = new ArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final Object lock = new Object();
    private volatile Consumer<Frame> listener = notification -> {};
    private boolean paused;
    private String sessionId;

    private RpcClient(MessageWire wire) {
        this.wire = wire;
        Thread.ofPlatform().daemon().name("rpc-client").start(this::readAll);
    }

    /** A socket without a handshake of ours. */
    public static RpcClient connect(int port, Map<String, String> headers) throws IOException {
        return new RpcClient(WebSocketWire.connect(port, headers));
    }

    /** On a wire of another kind, without a handshake of ours. */
    public static RpcClient over(MessageWire wire) {
        return new RpcClient(wire);
    }

    /** A new session, ready for work. */
    public static RpcClient open(int port) {
        return open(port, "test", null);
    }

    /** Another connection for a session that has lost its own; asks again until the server has noticed. */
    public static RpcClient resume(int port, String sessionId) {
        return open(port, "test", sessionId);
    }

    /** @param resumed null for a new session */
    public static RpcClient open(int port, String clientName, String resumed) {
        try {
            RpcClient client = connect(port, Map.of());
            Frame answer = client.initialize(clientName, resumed);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            while (answer.isError(ALREADY_ATTACHED) && System.nanoTime() < end) {
                answer = client.initialize(clientName, resumed);
            }
            client.sessionId = answer.result().getString("sessionId");
            client.notify("initialized");
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first half of the handshake, which may fail. */
    public Frame initialize(String clientName, String resumed) {
        return call("initialize", new JsonObject().put("clientName", clientName).put("resumeSessionId", resumed));
    }

    public String sessionId() {
        return sessionId;
    }

    public Frame call(String method, JsonObject params) {
        return await(send(method, params));
    }

    /** As part of a W3C trace. */
    public Frame call(String method, JsonObject params, String traceParent) {
        return await(send(method, params, new JsonObject().put("traceparent", traceParent)));
    }

    /** Without the member for params. */
    public Frame call(String method) {
        return await(send(new JsonObject().put("method", method)));
    }

    public CompletableFuture<Frame> send(String method, JsonObject params) {
        return send(method, params, null);
    }

    private CompletableFuture<Frame> send(String method, JsonObject params, JsonObject trace) {
        JsonObject request = new JsonObject().put("method", method).put("params", params);
        if (trace != null) {
            request.put("trace", trace);
        }
        return send(request);
    }

    private CompletableFuture<Frame> send(JsonObject request) {
        long id = ids.incrementAndGet();
        CompletableFuture<Frame> answer = new CompletableFuture<>();
        pending.put(id, answer);
        raw(request.put("id", id).encode());
        return answer;
    }

    public Frame start(Start start) {
        return call("process/start", start.params());
    }

    public CompletableFuture<Frame> write(String processId, String writeId, byte[] bytes) {
        return send(
                "process/write",
                of(processId)
                        .put("chunk", Base64.getEncoder().encodeToString(bytes))
                        .put("writeId", writeId));
    }

    /** Everything after a number that one answer takes. */
    public JsonObject read(String processId, long afterSeq) {
        return call("process/read", of(processId).put("afterSeq", afterSeq)).result();
    }

    public boolean terminate(String processId) {
        return call("process/terminate", of(processId)).result().getBoolean("running");
    }

    /** Params that name a process, to be added to. */
    public static JsonObject of(String processId) {
        return new JsonObject().put("processId", processId);
    }

    public void notify(String method) {
        raw(new JsonObject().put("method", method).encode());
    }

    public void raw(String text) {
        try {
            wire.send(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The connection is reset, without a word. */
    public void drop() {
        try {
            wire.cut();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server's close code, once it has ended the connection. */
    public int closeCode() {
        return await(closed);
    }

    /** After at most one more message nothing is read from the socket any more. */
    public void pause() {
        synchronized (lock) {
            paused = true;
        }
    }

    public void resume() {
        synchronized (lock) {
            paused = false;
            lock.notifyAll();
        }
    }

    public static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within " + SECONDS + " seconds", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** The first notification like this, those included that came already. */
    public Frame awaitNotification(Predicate<Frame> like) {
        return awaitFrame(notifications, 0, like);
    }

    /** The answer to something that had no readable id. */
    public Frame awaitMalformed(int number) {
        return awaitFrame(malformed, number - 1, frame -> true);
    }

    /** What the client was told of a process from its start to its end. */
    public Transcript awaitClosed(String processId) {
        awaitNotification(frame -> frame.method().equals("process/closed") && frame.isAbout(processId));
        return transcript(processId);
    }

    /** What the client was told of a process so far. */
    public Transcript transcript(String processId) {
        return Transcript.of(notifications(), processId);
    }

    /** Called for each notification from now on, by the thread that reads. */
    public void onNotification(Consumer<Frame> newListener) {
        listener = newListener;
    }

    public List<Frame> notifications() {
        synchronized (lock) {
            return List.copyOf(notifications);
        }
    }

    private Frame awaitFrame(List<Frame> frames, int first, Predicate<Frame> like) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        synchronized (lock) {
            int looked = first;
            Optional<Frame> found = Optional.empty();
            while (found.isEmpty()) {
                if (looked < frames.size()) {
                    found = Optional.of(frames.get(looked++)).filter(like);
                    continue;
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("no such message within " + SECONDS + " seconds");
                }
                try {
                    lock.wait(left);
                } catch (InterruptedException e) {
                    throw interrupted(e);
                }
            }
            return found.get();
        }
    }

    private static AssertionError interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AssertionError(e);
    }

    private void readAll() {
        try {
            for (byte[] message = wire.next(); message != null; message = wire.next()) {
                received(new Frame(new JsonObject(Buffer.buffer(message))));
                awaitTurn();
            }
            wire.close();
        } catch (IOException e) {
            // Cut off, by either side: what matters to a test is that it is over.
            pending.values().forEach(answer -> answer.completeExceptionally(e));
        }
        closed.complete(wire.closeCode());
    }

    private void awaitTurn() {
        synchronized (lock) {
            while (paused) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    throw interrupted(e);
                }
            }
        }
    }

    private void received(Frame frame) {
        if (!frame.isNotification() && frame.id() >= 0) {
            CompletableFuture<Frame> answer = pending.remove(frame.id());
            if (answer != null) {
                answer.complete(frame);
            }
            return;
        }
        synchronized (lock) {
            (frame.isNotification() ? notifications : malformed).add(frame);
            lock.notifyAll();
        }
        if (frame.isNotification()) {
            listener.accept(frame);
        }
    }

    @Override
    public void close() {
        resume();
        try {
            wire.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
