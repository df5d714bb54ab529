package dev.execbus.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A client under load that keeps everything: a process that prints at a steady rate, another one that echoes what it is
 * written, both followed over any number of connections without a byte lost or doubled.
 */
final class StreamKeeper implements AutoCloseable, KeptSession.Listener {
    private static final Duration SILENCE = Duration.ofSeconds(3);
    private static final int READ_BYTES = 2 << 20;
    private static final String OUTPUT = "output";
    private static final String ECHO = "echo";

    /** SHA-256 of both streams. */
    record Digests(String output, String echo) {}

    /** @param output bytes of output that were taken; of {@code echo} likewise */
    record Amounts(long output, long echo, long repeatedEvents) {}

    private final KeptSession session;
    private final KeptStream output = new KeptStream();
    private final KeptStream echo = new KeptStream();
    private final Map<String, KeptStream> streams = Map.of(OUTPUT, output, ECHO, echo);
    private final EchoWriter writer;
    private long begunNanos;

    /**
     * @param doors where to connect, asked for each attempt
     * @param inputKilobytes per second
     */
    StreamKeeper(
            Supplier<InetSocketAddress> doors,
            String path,
            Map<String, String> headers,
            int outputMegabytes,
            int inputKilobytes) {
        this.session = new KeptSession(doors, path, headers, SILENCE, this);
        this.writer = new EchoWriter(session, ECHO, inputKilobytes);
        try {
            session.open();
            begunNanos = System.nanoTime();
            start(NumberedBlocks.process(OUTPUT, outputMegabytes));
            start(Start.of(ECHO, "cat").pipeStdin());
            writer.start();
        } catch (AssertionError e) {
            session.close();
            throw e;
        }
    }

    private void start(Start start) {
        JsonNode answer = Waiting.on(
                "a process",
                session.call(
                        "process/start",
                        start.with("opId", "start " + start.params().getString("processId"))
                                .params()),
                Duration.ofSeconds(30));
        if (!answer.has("result")) {
            throw new AssertionError("not started: " + answer);
        }
    }

    KeptSession session() {
        return session;
    }

    @Override
    public void output(PushedOutput pushed) {
        synchronized (this) {
            streams.get(pushed.processId()).add(pushed.seq(), pushed.bytes().bytes());
        }
        heard(pushed.processId());
    }

    private void heard(String processId) {
        if (processId.equals(OUTPUT)) {
            session.heard();
        }
    }

    @Override
    public synchronized void notified(String method, JsonNode params) {
        KeptStream stream = streams.get(params.path("processId").textValue());
        long seq = params.path("seq").longValue();
        stream.add(seq, null);
        if (method.equals("process/closed")) {
            stream.closedAt(seq);
        }
    }

    @Override
    public void resumed() {
        streams.keySet().forEach(this::catchUp);
    }

    private void catchUp(String processId) {
        long afterSeq;
        synchronized (this) {
            afterSeq = streams.get(processId).lastSeq();
        }
        session.ask(
                        "process/read",
                        RpcClient.of(processId).put("afterSeq", afterSeq).put("maxBytes", READ_BYTES))
                .thenAccept(answer -> read(processId, afterSeq, answer))
                .exceptionally(cause -> {
                    session.fail(cause);
                    return null;
                });
    }

    private void read(String processId, long afterSeq, JsonNode answer) {
        JsonNode result = answer.path("result");
        JsonNode chunks = result.path("chunks");
        if (!result.path("failure").isNull() || !chunks.isArray()) {
            throw new AssertionError("cannot read after " + afterSeq + ": " + answer);
        }
        boolean more;
        synchronized (this) {
            KeptStream stream = streams.get(processId);
            long first = chunks.path(0).path("seq").asLong(afterSeq + 1);
            if (first != afterSeq + 1) {
                throw new AssertionError("asked for what follows " + afterSeq + " but got " + first + ", dropped "
                        + result.path("droppedBytes"));
            }
            chunks.forEach(chunk -> stream.add(chunk.path("seq").longValue(), bytes(chunk)));
            if (chunks.isEmpty() && result.path("closed").asBoolean()) {
                stream.endedAt(result.path("nextSeq").longValue() - 1);
            }
            more = !chunks.isEmpty()
                    && (stream.hasGap() || result.path("exited").asBoolean() || isFull(chunks));
        }
        if (!chunks.isEmpty()) {
            heard(processId);
        }
        if (more) {
            catchUp(processId);
        }
    }

    /** There may be more behind it. */
    private static boolean isFull(JsonNode chunks) {
        long bytes = 0;
        for (JsonNode chunk : chunks) {
            bytes += chunk.path("chunk").textValue().length() / 4 * 3L;
        }
        return bytes > READ_BYTES / 2;
    }

    private static byte[] bytes(JsonNode chunk) {
        try {
            return chunk.path("chunk").binaryValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It was interrupted so many times in all, and has heard something of its stream after each. */
    void awaitResumed(int times, Duration within) {
        Waiting.until(
                () -> "resumed " + times + " times: " + this,
                within,
                () -> session.settled() && session.interruptions().size() >= times);
    }

    /** Attached, and nothing is missing of what was ever printed until now. */
    void awaitSettled(Duration within) {
        Waiting.until(() -> "settled: " + this, within, this::settled);
    }

    /** Lets the load run; whether it does is checked at the end. */
    void flowFor(Duration time) {
        Waiting.pass(time);
        session.unanswered();
    }

    private boolean settled() {
        if (!session.settled()) {
            return false;
        }
        synchronized (this) {
            return !output.hasGap() && !echo.hasGap();
        }
    }

    /** Ends both processes, waits for the last of what they have to say, and compares nothing yet. */
    Digests finish() {
        writer.stop();
        Waiting.until(() -> "every write answered: " + this, Duration.ofSeconds(30), () -> session.unanswered() == 0);
        ending("process/terminate", OUTPUT);
        ending("process/closeStdin", ECHO);
        Waiting.until(() -> "both closed: " + this, Duration.ofSeconds(60), () -> {
            session.unanswered();
            synchronized (this) {
                return output.closed() && echo.closed();
            }
        });
        session.close();
        return new Digests(output.sha256(), echo.sha256());
    }

    private void ending(String method, String processId) {
        session.call(method, RpcClient.of(processId).put("opId", method + " " + processId));
    }

    /** What {@link #finish} should have said; once. */
    Digests expected() {
        return new Digests(NumberedBlocks.sha256(amounts().output()), writer.sha256());
    }

    synchronized Amounts amounts() {
        return new Amounts(output.length(), echo.length(), output.repeated() + echo.repeated());
    }

    /** How it went, as figures. */
    void tell(String what) {
        double seconds = (System.nanoTime() - begunNanos) / 1e9;
        Amounts amounts = amounts();
        List<Interruption> interruptions = session.interruptions();
        Figures.tell("%s: %.1f s, %.1f MB/s of output, %.1f MB/s echoed, %d events twice, %d reconnects, errors %s"
                .formatted(
                        what,
                        seconds,
                        amounts.output() / 1e6 / seconds,
                        amounts.echo() / 1e6 / seconds,
                        amounts.repeatedEvents(),
                        interruptions.size(),
                        session.errors()));
        Figures.tell(
                what + ", attached after",
                interruptions.stream().map(Interruption::attached).toList());
        Figures.tell(
                what + ", first output after",
                interruptions.stream().map(Interruption::firstEvent).toList());
    }

    /** For a message. */
    @Override
    public synchronized String toString() {
        return session + "; output " + output + "; echo " + echo;
    }

    @Override
    public void close() {
        writer.stop();
        session.close();
    }
}
