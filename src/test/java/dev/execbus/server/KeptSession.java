package dev.execbus.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.testkit.WebSocketWire;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A session that is resumed whenever its connection ends, at once and then every hundred milliseconds. Calls that had no
 * answer are sent again, in their order. One thread of its own connects and receives; any thread may call.
 */
final class KeptSession implements AutoCloseable {
    private static final Duration CONNECT_DEADLINE = Duration.ofSeconds(1);
    private static final Duration INITIALIZE_DEADLINE = Duration.ofSeconds(6);
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** What is told on the session's own thread. */
    interface Listener {
        void output(PushedOutput output);

        void notified(String method, JsonNode params);

        /** Attached again; what is called now is sent behind the calls that are repeated. */
        void resumed();
    }

    private record Call(String method, JsonObject params, boolean repeated, CompletableFuture<JsonNode> answer) {
        String encoded(long id) {
            return new JsonObject()
                    .put("id", id)
                    .put("method", method)
                    .put("params", params)
                    .encode();
        }
    }

    private final Supplier<InetSocketAddress> doors;
    private final String path;
    private final Map<String, String> headers;
    private final Duration silence;
    private final Listener listener;
    private final Thread thread;
    private final NavigableMap<Long, Call> unanswered = new TreeMap<>();
    private final Interruptions interruptions = new Interruptions();
    private final List<String> errors = new ArrayList<>();
    private final CompletableFuture<JsonNode> lost = new CompletableFuture<>();
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private volatile boolean finished;
    private WebSocketWire wire;
    private String sessionId;
    private long lastId;
    private Throwable failure;

    /**
     * @param doors where to connect, asked for each attempt
     * @param silence after which a connection counts as dead; zero for never
     */
    KeptSession(
            Supplier<InetSocketAddress> doors,
            String path,
            Map<String, String> headers,
            Duration silence,
            Listener listener) {
        this.doors = doors;
        this.path = path;
        this.headers = Map.copyOf(headers);
        this.silence = silence;
        this.listener = listener;
        this.thread = Thread.ofPlatform().daemon().name("kept-session").unstarted(this::run);
    }

    void open() {
        thread.start();
        Waiting.on("a new session", opened, Duration.ofSeconds(30));
    }

    synchronized String sessionId() {
        return sessionId;
    }

    /** Of the connection that carries the session now. */
    synchronized int localPort() {
        if (wire == null) {
            throw new AssertionError("not connected; " + this);
        }
        return wire.localPort();
    }

    /** Whether it is attached and has heard something since. */
    synchronized boolean settled() {
        check();
        return wire != null && !interruptions.underWay();
    }

    synchronized List<Interruption> interruptions() {
        return interruptions.over();
    }

    /** Answers that made it resume, and why. */
    synchronized List<String> errors() {
        return List.copyOf(errors);
    }

    /** The answer to a resume that says that there is no such session any more. */
    CompletableFuture<JsonNode> lost() {
        return lost;
    }

    /** What follows is counted from now and not from when it is noticed. */
    synchronized void markCut() {
        interruptions.markCut(System.nanoTime());
    }

    synchronized int unanswered() {
        check();
        return unanswered.size();
    }

    private void check() {
        if (failure != null) {
            throw new AssertionError(failure);
        }
    }

    synchronized void fail(Throwable cause) {
        failure = failure == null ? cause : failure;
        opened.completeExceptionally(cause);
        unanswered.values().forEach(call -> call.answer().completeExceptionally(cause));
    }

    /** Sent again after every resume until it is answered: safe only with a name of its own in the params. */
    CompletableFuture<JsonNode> call(String method, JsonObject params) {
        return send(new Call(method, params, true, new CompletableFuture<>()));
    }

    /** Forgotten when the connection ends. */
    CompletableFuture<JsonNode> ask(String method, JsonObject params) {
        return send(new Call(method, params, false, new CompletableFuture<>()));
    }

    private CompletableFuture<JsonNode> send(Call call) {
        long id;
        WebSocketWire to;
        synchronized (this) {
            check();
            id = ++lastId;
            unanswered.put(id, call);
            to = wire;
        }
        if (to != null) {
            try {
                to.send(call.encoded(id));
            } catch (IOException e) {
                // The thread that receives learns it as well.
            }
        }
        return call.answer();
    }

    private void run() {
        while (!finished) {
            WebSocketWire.End end = WebSocketWire.End.WITHOUT_A_WORD;
            try {
                pauseBeforeAnother();
                try (WebSocketWire connected = WebSocketWire.connect(doors.get(), path, headers, CONNECT_DEADLINE)) {
                    introduce(connected);
                    publish(connected);
                    receive(connected);
                    end = connected.end();
                }
            } catch (IOException e) {
                // Cut off, which is what this is about.
            } catch (RuntimeException | AssertionError e) {
                fail(e);
                return;
            }
            ended(end);
        }
    }

    private void pauseBeforeAnother() {
        int before;
        synchronized (this) {
            before = interruptions.connecting();
        }
        if (before > 0) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void introduce(WebSocketWire connected) throws IOException {
        connected.giveUpAfter(INITIALIZE_DEADLINE);
        JsonNode answer = initialize(connected);
        while (answer.has("error")) {
            int code = answer.path("error").path("code").asInt();
            if (!ErrorCode.of(code).retryable()) {
                lost.complete(answer);
                throw new IllegalStateException("the session is lost: " + answer);
            }
            synchronized (this) {
                interruptions.refused(code);
            }
            if (finished) {
                return;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            answer = initialize(connected);
        }
        connected.giveUpAfter(silence);
        connected.send("{\"method\":\"initialized\"}");
        boolean again;
        synchronized (this) {
            again = sessionId != null;
            sessionId = answer.path("result").path("sessionId").textValue();
            interruptions.attached(System.nanoTime());
        }
        opened.complete(null);
        if (again) {
            listener.resumed();
        }
    }

    private JsonNode initialize(WebSocketWire connected) throws IOException {
        long id;
        synchronized (this) {
            id = ++lastId;
        }
        connected.send(new JsonObject()
                .put("id", id)
                .put("method", "initialize")
                .put("params", new JsonObject().put("clientName", "keeper").put("resumeSessionId", sessionId()))
                .encode());
        for (byte[] message = connected.next(); message != null; message = connected.next()) {
            JsonNode answer = received(message);
            if (answer != null && answer.path("id").asLong() == id) {
                return answer;
            }
        }
        throw new IOException("ended before the answer to initialize");
    }

    /** New calls go to this connection once all that came before them have gone there. */
    private void publish(WebSocketWire connected) throws IOException {
        long sent = 0;
        while (true) {
            Map.Entry<Long, Call> next;
            synchronized (this) {
                next = unanswered.higherEntry(sent);
                if (next == null) {
                    wire = connected;
                    return;
                }
            }
            connected.send(next.getValue().encoded(next.getKey()));
            sent = next.getKey();
        }
    }

    private void receive(WebSocketWire connected) throws IOException {
        for (byte[] message = connected.next(); message != null && !finished; message = connected.next()) {
            JsonNode answer = received(message);
            if (answer != null && !answered(answer)) {
                return;
            }
        }
    }

    /** The message if it is an answer. */
    private JsonNode received(byte[] message) throws IOException {
        if (PushedOutput.is(message)) {
            listener.output(PushedOutput.of(message));
            return null;
        }
        JsonNode tree = PushedOutput.tree(message);
        if (tree.has("method")) {
            listener.notified(tree.path("method").textValue(), tree.path("params"));
            return null;
        }
        return tree;
    }

    /** Whether the connection can go on: it cannot where the call has to be sent again. */
    private boolean answered(JsonNode answer) {
        long id = answer.path("id").asLong();
        int code = answer.path("error").path("code").asInt();
        Call call;
        synchronized (this) {
            if (isToBeRepeated(code)) {
                errors.add(answer.path("error").toString());
                return false;
            }
            call = unanswered.remove(id);
        }
        if (call != null) {
            call.answer().complete(answer);
        }
        return true;
    }

    private static boolean isToBeRepeated(int code) {
        return code == ErrorCode.STALE_ATTACHMENT.number()
                || (code != 0 && ErrorCode.of(code).retryable());
    }

    private synchronized void ended(WebSocketWire.End end) {
        if (wire != null) {
            interruptions.begun(end, System.nanoTime());
        }
        wire = null;
        unanswered.values().removeIf(call -> !call.repeated());
    }

    /** New output has come. */
    synchronized void heard() {
        interruptions.heard(System.nanoTime());
    }

    /** For a message. */
    @Override
    public synchronized String toString() {
        return "session " + (wire == null ? "detached" : "attached") + ", " + interruptions + ", " + unanswered.size()
                + " calls unanswered, errors " + errors;
    }

    @Override
    public void close() {
        finished = true;
        WebSocketWire last;
        synchronized (this) {
            last = wire;
        }
        try {
            if (last != null) {
                last.close();
            }
            thread.join(Duration.ofSeconds(10));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
