import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives a server what clients give it: many short processes, echoes on pipes and terminals, much output, small and large files.
 */
final class Work implements WebSocket.Listener, AutoCloseable {
    private static final int ROUNDS = 6;
    private static final int MIB = 1 << 20;
    private static final int BLOCKS = 24;
    private static final String SMALL = base64(4_096);
    private static final String BLOCK = base64(MIB);

    private final StringBuilder partial = new StringBuilder();
    private final Map<String, CompletableFuture<Void>> closed = new ConcurrentHashMap<>();
    private final Semaphore output = new Semaphore(0);
    private final Semaphore answers = new Semaphore(0);
    private final AtomicLong ids = new AtomicLong();
    private WebSocket socket;

    static Work at(String url) throws Exception {
        Work work = new Work();
        work.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(url), work)
                .get(10, TimeUnit.SECONDS);
        return work;
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static String base64(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    void run(Duration enough) throws Exception {
        request("initialize", "{\"clientName\":\"train\"}");
        answer();
        send("{\"method\":\"initialized\",\"params\":{}}");
        long end = System.nanoTime() + enough.toNanos();
        for (int round = 0; round < ROUNDS && System.nanoTime() < end; round++) {
            for (int i = 0; i < 150; i++) {
                start("t" + round + "-" + i, "\"/bin/true\"", i % 4 == 0, false).get(10, TimeUnit.SECONDS);
            }
            echo("e" + round, round % 2 == 0);
            start("o" + round, "\"/bin/sh\",\"-c\",\"head -c 120000000 /dev/zero\"", false, false)
                    .get(30, TimeUnit.SECONDS);
            for (int i = 0; i < 500; i++) {
                request("process/read", "{\"processId\":\"nobody\",\"waitMs\":0}");
                answer();
            }
            files();
        }
    }

    private void files() throws Exception {
        Path folder = Files.createTempDirectory("execbus-train-");
        String uri = folder.toUri().toString();
        String path = "\"path\":\"" + uri + "file\"";
        try {
            for (int i = 0; i < 200; i++) {
                call("fs/writeFile", path + ",\"dataBase64\":\"" + SMALL + "\"");
                call("fs/readFile", path);
                call("fs/getMetadata", path);
            }
            call("fs/open", "\"handleId\":\"w\",\"mode\":\"replace\"," + path);
            for (int i = 0; i < BLOCKS; i++) {
                call("fs/writeBlock", "\"handleId\":\"w\",\"offset\":" + i * MIB + ",\"chunk\":\"" + BLOCK + "\"");
            }
            call("fs/close", "\"handleId\":\"w\"");
            call("fs/open", "\"handleId\":\"r\"," + path);
            for (int i = 0; i < BLOCKS; i++) {
                call("fs/readBlock", "\"handleId\":\"r\",\"offset\":" + i * MIB + ",\"len\":" + MIB);
            }
            call("fs/close", "\"handleId\":\"r\"");
        } finally {
            Files.deleteIfExists(folder.resolve("file"));
            Files.delete(folder);
        }
    }

    private void call(String method, String params) throws Exception {
        request(method, "{" + params + "}");
        answer();
    }

    private void echo(String id, boolean tty) throws Exception {
        CompletableFuture<Void> done = start(id, "\"/bin/cat\"", tty, true);
        output.drainPermits();
        for (int i = 0; i < 200; i++) {
            request("process/write", "{\"processId\":\"" + id + "\",\"chunk\":\"YWJjCg==\",\"writeId\":\"" + i + "\"}");
            answer();
            output.tryAcquire(2, TimeUnit.SECONDS);
        }
        request("process/terminate", "{\"processId\":\"" + id + "\"}");
        answer();
        done.get(10, TimeUnit.SECONDS);
    }

    private CompletableFuture<Void> start(String id, String argv, boolean tty, boolean stdin) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        closed.put(id, done);
        request(
                "process/start",
                "{\"processId\":\"" + id + "\",\"argv\":[" + argv + "],\"cwd\":\"file:///tmp\",\"env\":{\"PATH\":\"/usr/bin:/bin\"},"
                        + "\"tty\":" + tty + ",\"pipeStdin\":" + stdin + ",\"arg0\":null}");
        answer();
        return done;
    }

    private void request(String method, String params) throws Exception {
        send("{\"id\":" + ids.incrementAndGet() + ",\"method\":\"" + method + "\",\"params\":" + params + "}");
    }

    private void send(String text) throws Exception {
        socket.sendText(text, true).get(10, TimeUnit.SECONDS);
    }

    private void answer() throws Exception {
        if (!answers.tryAcquire(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no answer");
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        if (partial.length() < 400) {
            partial.append(data, 0, Math.min(data.length(), 400));
        }
        if (last) {
            received(partial.toString());
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    private void received(String message) {
        if (message.startsWith("{\"method\":\"process/output\"")) {
            output.release();
        } else if (message.startsWith("{\"method\":\"process/closed\"")) {
            int at = message.indexOf("\"processId\":\"") + 13;
            closed.get(message.substring(at, message.indexOf('"', at))).complete(null);
        } else if (!message.startsWith("{\"method\"")) {
            answers.release();
        }
    }
}
