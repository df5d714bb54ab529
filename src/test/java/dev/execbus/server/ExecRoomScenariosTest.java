package dev.execbus.server;

import static dev.execbus.server.ExecClient.command;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.testkit.Eventually;
import dev.execbus.testkit.Frame;
import dev.execbus.testkit.RpcClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Unified exec as a client of a server sees it. */
@Timeout(60)
final class ExecRoomScenariosTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(settings());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static TestSettings settings() {
        return new TestSettings().ttl(Duration.ofSeconds(3)).eventBus();
    }

    private static ExecClient client(ClientDoor door) {
        return ExecClient.through(door, server, settings(), false);
    }

    private static JsonObject of(int command) {
        return new JsonObject().put("sessionId", command);
    }

    @ThroughEveryDoor
    void aQuickCommandIsAnsweredAtOnce(ClientDoor door) {
        try (ExecClient client = client(door)) {
            JsonObject answer = client.run(command("echo hi; exit 3"));
            assertThat(answer)
                    .isEqualTo(new JsonObject()
                            .put("chunkId", answer.getString("chunkId"))
                            .put("wallTimeSeconds", answer.getDouble("wallTimeSeconds"))
                            .put("exitCode", 3)
                            .put("originalTokenCount", 1)
                            .put("output", "hi\n")
                            .put("text", answer.getString("text")));
            assertThat(answer.getString("text"))
                    .contains("\nProcess exited with code 3\n")
                    .endsWith("\nOutput:\nhi\n");
            JsonObject ended = client.wire()
                    .awaitNotification(frame -> frame.method().equals("exec/ended"))
                    .params();
            assertThat(ended)
                    .isEqualTo(of(ended.getInteger("sessionId"))
                            .put("exitCode", 3)
                            .put("failed", true)
                            .put("output", "hi\n"));
            assertThat(client.told(ended.getInteger("sessionId"))).containsExactly("exec/began", "exec/ended");
        }
    }

    @ThroughEveryDoor
    void aCommandIsWrittenToAndEnds(ClientDoor door) {
        try (ExecClient client = client(door)) {
            int id = client.run(command("cat").put("tty", true).put("yieldTimeMs", 250))
                    .getInteger("sessionId");
            JsonObject listed = client.call("exec/list", new JsonObject()).result();
            assertThat(listed.getJsonArray("commands"))
                    .isEqualTo(new JsonArray()
                            .add(of(id).put("cmd", "cat")
                                    .put("cwd", "/tmp")
                                    .put("tty", true)
                                    .put("exited", false)));
            JsonObject echoed = client.call(
                            "exec/writeStdin", of(id).put("chars", "ab\n").put("yieldTimeMs", 1_000))
                    .result();
            assertThat(echoed.getString("output")).contains("ab\r\n");
            JsonObject last = client.call(
                            "exec/writeStdin", of(id).put("chars", "\u0004").put("yieldTimeMs", 10_000))
                    .result();
            assertThat(last.getInteger("exitCode")).isZero();
            client.awaitEnded(id);
            assertThat(client.deltas(id)).isEqualTo("ab\r\nab\r\n");
            assertThat(client.told(id))
                    .containsExactlyInAnyOrder("exec/began", "exec/interaction", "exec/outputDelta", "exec/ended");
            Frame unknown = client.call("exec/writeStdin", of(id));
            assertThat(List.of(unknown.errorCode(), unknown.errorMessage()))
                    .isEqualTo(List.of(-32600, "write_stdin failed: Unknown process id " + id));
        }
    }

    @ThroughEveryDoor
    void aCommandCanBeTerminated(ClientDoor door) {
        try (ExecClient client = client(door)) {
            int id = client.running("echo x; exec sleep 60");
            assertThat(client.call("exec/terminate", of(id)).result()).isEqualTo(new JsonObject().put("running", true));
            assertThat(client.awaitEnded(id).params().getInteger("exitCode")).isEqualTo(137);
            assertThat(client.call("exec/terminate", of(id)).result())
                    .isEqualTo(new JsonObject().put("running", false));
            assertThat(client.call("exec/transcript", of(id)).result().getString("output"))
                    .isEqualTo("eAo=");
            assertThat(client.call("exec/transcript", of(1)).result().getString("output"))
                    .isNull();
        }
    }

    @Test
    void whatIsWrongWithParamsIsTold() {
        try (ExecClient client = client(ClientDoor.WEB_SOCKET)) {
            assertThat(client.call("exec/command", new JsonObject()).errorMessage())
                    .isEqualTo("missing field `cmd`");
            assertThat(client.call("exec/command", command("x").put("sandboxPermissions", "all"))
                            .errorMessage())
                    .isEqualTo("unknown variant `all`, expected `use_default` or `require_escalated`");
            assertThat(client.call("exec/command", command("x").put("environmentId", "elsewhere"))
                            .errorMessage())
                    .isEqualTo("environment `elsewhere` is not configured");
            assertThat(client.call("exec/writeStdin", new JsonObject()).errorMessage())
                    .isEqualTo("missing field `sessionId`");
            assertThat(client.call("exec/writeStdin", of(7)).errorMessage())
                    .isEqualTo("write_stdin failed: Unknown process id 7");
            assertThat(client.call("exec/list", new JsonObject()).result())
                    .isEqualTo(new JsonObject().put("commands", new JsonArray()));
        }
    }

    @Test
    void aNamedCommandRunsOnce() {
        try (ExecClient client = client(ClientDoor.WEB_SOCKET)) {
            JsonObject named = command("echo $$").put("opId", "one");
            assertThat(client.run(named)).isEqualTo(client.run(named));
            assertThat(client.run(command("echo $$"))).isNotEqualTo(client.run(command("echo $$")));
        }
    }

    @Test
    void callsThatWaitDoNotHoldUpOthers() {
        try (ExecClient client = client(ClientDoor.WEB_SOCKET)) {
            int id = client.running("sleep 60");
            CompletableFuture<Frame> poll = client.send("exec/writeStdin", of(id).put("yieldTimeMs", 60_000));
            assertThat(client.run(command("echo meanwhile")).getString("output"))
                    .isEqualTo("meanwhile\n");
            assertThat(client.call("exec/terminate", of(id)).result().getBoolean("running"))
                    .isTrue();
            assertThat(RpcClient.await(poll).result().getInteger("exitCode")).isEqualTo(137);
        }
    }

    @Test
    void commandsOutliveTheirConnection() {
        int id;
        String sessionId;
        try (ExecClient first = client(ClientDoor.WEB_SOCKET)) {
            id = first.running("sleep 1; echo done; exec sleep 60");
            sessionId = first.sessionId();
            first.wire().drop();
        }
        try (RpcClient second = server.resumed(sessionId)) {
            assertThat(second.call("exec/list", new JsonObject())
                            .result()
                            .getJsonArray("commands")
                            .getJsonObject(0)
                            .getInteger("sessionId"))
                    .isEqualTo(id);
            assertThat(second.call("exec/writeStdin", of(id)).result().getString("output"))
                    .isEqualTo("done\n");
        }
    }

    @Test
    void commandsEndWithTheirSession() {
        String name = "62." + System.nanoTime() % 1_000_000;
        try (ExecClient client = client(ClientDoor.WEB_SOCKET)) {
            client.running("exec sleep " + name);
            assertThat(sleepers(name)).isEqualTo(1);
        }
        Eventually.holds("nobody sleeps", SOON, () -> sleepers(name) == 0);
    }

    private static long sleepers(String name) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").endsWith("sleep " + name))
                .count();
    }

    @Test
    void aClientThatDoesNotReadHoldsUpNothing() {
        try (ExecClient client = client(ClientDoor.WEB_SOCKET);
                ExecClient other = client(ClientDoor.WEB_SOCKET)) {
            int id = client.running("sleep 0.6; head -c 30000000 /dev/zero | tr '\\0' x; exec sleep 60");
            client.wire().pause();
            assertThat(other.run(command("echo on")).getString("output")).isEqualTo("on\n");
            client.wire().resume();
            JsonObject answer = client.poll(id);
            assertThat(answer.getLong("originalTokenCount")).isPositive();
            client.call("exec/terminate", of(id)).result();
            client.awaitEnded(id);
        }
    }
}
