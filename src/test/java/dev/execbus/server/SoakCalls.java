package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** What one agent asks, and what it is told meanwhile by the number of the command. Asked by one thread. */
final class SoakCalls implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final int QUICK_MS = 250;
    static final int PATIENT_MS = 10_000;

    /** How long the server waits after a write. */
    private static final int AFTER_WRITE_MS = 100;

    private static final int MOST_TOKENS = 1 << 18;
    private static final int REMEMBERED = 200;

    private final SoakTally tally;
    private final AgentWire wire;
    private final Object lock = new Object();
    private final Map<Integer, SoakCommand> commands = new HashMap<>();
    /** What was told of a command before the answer that names it. */
    private final Map<Integer, List<JsonNode>> early = new HashMap<>();

    private final Set<Integer> finished = new LinkedHashSet<>();

    SoakCalls(InetSocketAddress gateway, SoakTally tally) {
        this.tally = tally;
        this.wire = AgentWire.open(gateway, this::notified);
    }

    private void notified(String method, JsonNode params) {
        if (method.equals("exec/outputDelta") || method.equals("exec/ended")) {
            int id = params.path("sessionId").asInt();
            synchronized (lock) {
                SoakCommand command = commands.get(id);
                if (command == null) {
                    early.computeIfAbsent(id, unknown -> new ArrayList<>()).add(params);
                } else {
                    tell(command, params);
                }
            }
        }
    }

    private void tell(SoakCommand command, JsonNode params) {
        if (params.has("exitCode")) {
            command.ended(params.path("exitCode").asInt(), params.path("output").textValue());
            return;
        }
        try {
            byte[] chunk = params.path("chunk").binaryValue();
            tally.told(chunk.length);
            command.told(chunk, params.path("droppedBytes").asLong());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void named(SoakCommand command, int id) {
        command.named(id);
        synchronized (lock) {
            assertThat(commands.put(id, command))
                    .as("two commands with the number %d", id)
                    .isNull();
            List<JsonNode> told = early.remove(id);
            if (told != null) {
                told.forEach(params -> tell(command, params));
            }
        }
        finished.remove(id);
        tally.started();
    }

    /** It is known to have ended. */
    void forget(SoakCommand command) {
        synchronized (lock) {
            commands.remove(command.id());
        }
        finished.add(command.id());
        if (finished.size() > REMEMBERED) {
            finished.remove(finished.iterator().next());
        }
    }

    CompletableFuture<JsonNode> command(String cmd, boolean tty, int yieldMs) {
        return wire.send(
                "exec/command",
                ExecClient.command(cmd)
                        .put("tty", tty)
                        .put("yieldTimeMs", yieldMs)
                        .put("maxOutputTokens", MOST_TOKENS));
    }

    CompletableFuture<JsonNode> write(SoakCommand command, String chars, int yieldMs) {
        long began = System.nanoTime();
        return wire.send(
                        "exec/writeStdin",
                        of(command)
                                .put("chars", chars)
                                .put("yieldTimeMs", yieldMs)
                                .put("maxOutputTokens", MOST_TOKENS))
                .whenComplete((answer, cause) -> {
                    if (yieldMs == QUICK_MS) {
                        tally.answered(
                                Duration.ofNanos(System.nanoTime() - began).minusMillis(yieldMs + AFTER_WRITE_MS));
                    }
                });
    }

    /** At once for one that has exited. */
    JsonNode poll(SoakCommand command) {
        return AgentWire.result(wire.send("exec/writeStdin", of(command).put("maxOutputTokens", MOST_TOKENS)));
    }

    boolean terminate(SoakCommand command) {
        return AgentWire.result(wire.send("exec/terminate", of(command)))
                .path("running")
                .asBoolean();
    }

    /** By number, whether it has exited. */
    Map<Integer, Boolean> listed() {
        Map<Integer, Boolean> listed = new HashMap<>();
        AgentWire.result(wire.send("exec/list", new JsonObject()))
                .path("commands")
                .forEach(command -> listed.put(
                        command.path("sessionId").asInt(),
                        command.path("exited").asBoolean()));
        return listed;
    }

    void assertFinishedAreUnknown(int most) {
        List.copyOf(finished).stream().limit(most).forEach(this::assertUnknown);
    }

    void assertUnknown(int id) {
        assertThat(AgentWire.answer(wire.send("exec/writeStdin", new JsonObject().put("sessionId", id)))
                        .path("error")
                        .path("message")
                        .asText())
                .isEqualTo("write_stdin failed: Unknown process id " + id);
        tally.foundUnknown();
    }

    private static JsonObject of(SoakCommand command) {
        return new JsonObject().put("sessionId", command.id());
    }

    @Override
    public void close() {
        wire.close();
    }
}
