package dev.execbus.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import dev.execbus.testkit.WebSocketWire;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * A client that is cut off again and again and does what the protocol asks of it: resume, read what was missed, send
 * unanswered writes again. Used by one thread; another one receives.
 */
final class CutClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int UNANSWERED = 32;
    private static final int WRITE_BYTES = 32 << 10;

    private final int port;
    private final byte[] material = new byte[1 << 20];
    private final MessageDigest written = Numbers.digest();
    private final CutStream output = new CutStream();
    private final CutStream echo = new CutStream();
    private final Map<String, CutStream> streams = Map.of("output", output, "echo", echo);
    private final Map<Long, CompletableFuture<JsonNode>> pending = new HashMap<>();
    private final Map<Long, String> unanswered = new LinkedHashMap<>();
    private WebSocketWire wire;
    private Thread reader;
    private String sessionId;
    private long lastId;
    private long lastWrite;
    private long readBytes;
    private Throwable failure;

    CutClient(int port, long seed) throws IOException, InterruptedException {
        this.port = port;
        new Random(seed).nextBytes(material);
        connect();
    }

    CutStream output() {
        return output;
    }

    CutStream echo() {
        return echo;
    }

    /** Bytes that came as answers to reads. */
    synchronized long readBytes() {
        return readBytes;
    }

    String writtenSha256() {
        return HexFormat.of().formatHex(written.digest());
    }

    void start(String processId, String script) throws IOException {
        RpcClient.await(
                send("process/start", Start.shell(processId, script).pipeStdin().params()));
    }

    /** Writes as fast as the answers come. */
    void workFor(long millis) throws IOException, InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (awaitRoom(end)) {
            int from = (int) (lastWrite * 7_919 % (material.length - WRITE_BYTES));
            written.update(material, from, WRITE_BYTES);
            byte[] bytes = Arrays.copyOfRange(material, from, from + WRITE_BYTES);
            long writeId = ++lastWrite;
            String chunk = Base64.getEncoder().encodeToString(bytes);
            synchronized (this) {
                unanswered.put(writeId, chunk);
            }
            write(writeId, chunk);
        }
    }

    private synchronized boolean awaitRoom(long end) throws InterruptedException {
        checkFailure();
        long left = end - System.nanoTime();
        while (left > 0 && unanswered.size() >= UNANSWERED) {
            wait(left / 1_000_000 + 1);
            left = end - System.nanoTime();
        }
        return left > 0;
    }

    private void checkFailure() {
        if (failure != null) {
            throw new AssertionError(failure);
        }
    }

    private void write(long writeId, String chunk) throws IOException {
        send("process/write", RpcClient.of("echo").put("writeId", "w" + writeId).put("chunk", chunk))
                .thenAccept(answer -> answered(writeId, answer))
                .exceptionally(this::failed);
    }

    private synchronized Void failed(Throwable cause) {
        failure = cause;
        notifyAll();
        return null;
    }

    private synchronized void answered(long writeId, JsonNode answer) {
        if (!answer.path("result").path("status").asText().equals("accepted")) {
            throw new AssertionError("write refused: " + answer);
        }
        unanswered.remove(writeId);
        notifyAll();
    }

    void cutAndResume() throws IOException, InterruptedException {
        wire.cut();
        reader.join();
        Map<Long, String> again;
        synchronized (this) {
            pending.clear();
            again = new LinkedHashMap<>(unanswered);
        }
        connect();
        for (Map.Entry<String, CutStream> stream : streams.entrySet()) {
            send("process/read", RpcClient.of(stream.getKey()).put("afterSeq", lastSeq(stream.getValue())))
                    .thenAccept(answer -> read(stream.getValue(), answer.path("result")))
                    .exceptionally(this::failed);
        }
        for (Map.Entry<Long, String> write : again.entrySet()) {
            write(write.getKey(), write.getValue());
        }
    }

    private synchronized long lastSeq(CutStream stream) {
        return stream.lastSeq();
    }

    private synchronized void read(CutStream stream, JsonNode answer) {
        readBytes += stream.read(answer);
    }

    /** Ends both processes and waits for the last of what they have to say. */
    void finish() throws IOException, InterruptedException {
        send("process/terminate", RpcClient.of("output"));
        long end = System.nanoTime() + 30_000_000_000L;
        synchronized (this) {
            while (!unanswered.isEmpty() && System.nanoTime() < end) {
                wait(100);
            }
        }
        send("process/closeStdin", RpcClient.of("echo"));
        synchronized (this) {
            while (!(output.closed() && echo.closed())) {
                checkFailure();
                if (System.nanoTime() > end) {
                    throw new AssertionError("not closed: output " + output + "; echo " + echo + "; unanswered writes "
                            + unanswered.size());
                }
                wait(100);
            }
        }
        wire.close();
    }

    private void connect() throws IOException, InterruptedException {
        WebSocketWire connected = WebSocketWire.connect(port, Map.of());
        wire = connected;
        reader = Thread.ofPlatform().daemon().name("cut-client").start(() -> receive(connected));
        JsonObject params = new JsonObject().put("clientName", "test").put("resumeSessionId", sessionId);
        JsonNode answer;
        do {
            answer = RpcClient.await(send("initialize", params));
        } while (answer.path("error").path("code").asInt() == ErrorCode.SESSION_ALREADY_ATTACHED.number());
        sessionId = answer.path("result").path("sessionId").textValue();
        if (sessionId == null) {
            throw new AssertionError("not resumed: " + answer);
        }
        wire.send("{\"method\":\"initialized\"}");
    }

    private CompletableFuture<JsonNode> send(String method, JsonObject params) throws IOException {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        long id;
        synchronized (this) {
            id = ++lastId;
            pending.put(id, answer);
        }
        wire.send(new JsonObject()
                .put("id", id)
                .put("method", method)
                .put("params", params)
                .encode());
        return answer;
    }

    private void receive(WebSocketWire from) {
        try {
            for (byte[] message = from.next(); message != null; message = from.next()) {
                received(JSON.readTree(message));
            }
        } catch (IOException e) {
            // Cut off, which is what this is about.
            return;
        }
    }

    private synchronized void received(JsonNode message) {
        if (!message.has("method")) {
            CompletableFuture<JsonNode> answer =
                    pending.remove(message.path("id").longValue());
            if (answer != null) {
                answer.complete(message);
            }
            return;
        }
        JsonNode params = message.path("params");
        streams.get(params.path("processId").textValue())
                .notified(message.path("method").textValue(), params);
        notifyAll();
    }
}
