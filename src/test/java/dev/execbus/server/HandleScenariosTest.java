package dev.execbus.server;

import static dev.execbus.server.HandleClient.named;
import static dev.execbus.server.HandleClient.shell;
import static dev.execbus.server.HandleClient.spawning;
import static dev.execbus.server.HandleClient.streaming;
import static dev.execbus.server.HandleClient.terminal;
import static dev.execbus.server.HandleClient.writing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.processes.ProcessSettings.SpawnerChoice;
import dev.execbus.testkit.Eventually;
import dev.execbus.testkit.Frame;
import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client sees of processes with handles, over a WebSocket. */
@Timeout(60)
final class HandleScenariosTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(new TestSettings()
                .spawner(SpawnerChoice.NATIVE)
                .variable("HANDLE_KEY", "kept")
                .variable("HANDLE_GONE", "there")
                .variable("HANDLE_OTHER", "old"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonObject exited(String handle, int code, String out, boolean outCap, String err, boolean errCap) {
        return new JsonObject()
                .put("processHandle", handle)
                .put("exitCode", code)
                .put("outputDrainTimedOut", false)
                .put("stdout", out)
                .put("stdoutCapReached", outCap)
                .put("stderr", err)
                .put("stderrCapReached", errCap);
    }

    private static void assertRefused(Frame answer, int code, String message) {
        assertThat(List.of(answer.errorCode(), answer.errorMessage())).isEqualTo(List.of(code, message));
    }

    private static OsProcess printed(HandleClient client, String handle) {
        Eventually.holds(
                "a line was printed",
                Duration.ofSeconds(10),
                () -> client.streamed(handle, "stdout").contains("\n"));
        return OsProcess.numbered(client.streamed(handle, "stdout"));
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    @Test
    void onlyWhoAsksForItMayUseIt() {
        try (RpcClient stranger = HandleClient.stranger(server);
                HandleClient none = HandleClient.of(server, null);
                HandleClient refusing = HandleClient.of(server, new JsonObject().put("experimentalApi", false));
                RpcClient ordinary = server.client()) {
            assertRefused(stranger.call("process/spawn", shell("h", "true")), -32600, "Not initialized");
            String words = "process/spawn requires experimentalApi capability";
            assertRefused(none.call("process/spawn", shell("h", "true")), -32600, words);
            assertRefused(refusing.call("process/spawn", shell("h", "true")), -32600, words);
            assertRefused(ordinary.call("process/spawn", shell("h", "true")), -32600, words);
            assertRefused(
                    ordinary.call("process/kill", named("h")),
                    -32600,
                    "process/kill requires experimentalApi capability");
        }
    }

    @Test
    void outputIsKeptUntilTheEnd() {
        try (HandleClient client = HandleClient.of(server)) {
            assertThat(client.run(shell("h", "printf out; printf err >&2; exit 3")))
                    .isEqualTo(exited("h", 3, "out", false, "err", false));
            assertThat(client.told("h")).containsExactly("process/exited");
            assertThat(client.wire().notifications().getLast().json().getLong("emittedAtMs"))
                    .isPositive();
        }
    }

    @Test
    void streamedOutputIsNotToldTwice() {
        try (HandleClient client = HandleClient.of(server)) {
            assertThat(client.run(streaming("h", "printf out; printf err >&2")))
                    .isEqualTo(exited("h", 0, "", false, "", false));
            assertThat(client.streamed("h", "stdout")).isEqualTo("out");
            assertThat(client.streamed("h", "stderr")).isEqualTo("err");
            assertThat(client.told("h")).endsWith("process/exited");
        }
    }

    @Test
    void keptOutputEndsAtItsCap() {
        try (HandleClient client = HandleClient.of(server)) {
            JsonObject five = shell("h", "printf abcde");
            assertThat(client.run(five.copy().put("processHandle", "3").put("outputBytesCap", 3)))
                    .isEqualTo(exited("3", 0, "abc", true, "", false));
            assertThat(client.run(five.copy().put("processHandle", "5").put("outputBytesCap", 5)))
                    .isEqualTo(exited("5", 0, "abcde", true, "", false));
            assertThat(client.run(five.copy().put("processHandle", "6").put("outputBytesCap", 6)))
                    .isEqualTo(exited("6", 0, "abcde", false, "", false));
            assertThat(client.run(five.copy().put("processHandle", "0").put("outputBytesCap", 0)))
                    .isEqualTo(exited("0", 0, "", true, "", false));
        }
    }

    @Test
    void streamedOutputEndsAtItsCap() {
        try (HandleClient client = HandleClient.of(server)) {
            JsonObject script = streaming("h", "printf abcde; sleep 0.2; printf fghij; printf 12345 >&2");
            assertThat(client.run(script.copy().put("outputBytesCap", 7)))
                    .isEqualTo(exited("h", 0, "", true, "", false));
            assertThat(client.streamed("h", "stdout")).isEqualTo("abcdefg");
            assertThat(client.deltas("h", "stdout"))
                    .endsWith(named("h")
                            .put("stream", "stdout")
                            .put("deltaBase64", "Zmc=")
                            .put("capReached", true));

            client.run(script.copy().put("processHandle", "0").put("outputBytesCap", 0));
            assertThat(client.deltas("0", "stdout"))
                    .containsExactly(named("0")
                            .put("stream", "stdout")
                            .put("deltaBase64", "")
                            .put("capReached", true));
        }
    }

    @Test
    void whatIsAboveTheCapIsReadAndDropped() {
        try (HandleClient client = HandleClient.of(server)) {
            JsonObject loud = shell("h", "head -c 3000004 /dev/zero | tr '\\0' a");
            JsonObject capped = client.run(loud);
            assertThat(capped.getString("stdout")).hasSize(1 << 20);
            assertThat(capped.put("stdout", "")).isEqualTo(exited("h", 0, "", true, "", false));

            JsonObject all = client.run(loud.copy().put("processHandle", "all").putNull("outputBytesCap"));
            assertThat(all.getString("stdout")).hasSize(3_000_004);
            assertThat(all.put("stdout", "")).isEqualTo(exited("all", 0, "", false, "", false));
        }
    }

    @Test
    void aTimeoutEndsAProcess() {
        try (HandleClient client = HandleClient.of(server)) {
            JsonObject sleep = spawning("h", "sleep", "60");
            long began = System.nanoTime();
            assertThat(client.run(sleep.copy().put("timeoutMs", 300)).getInteger("exitCode"))
                    .isEqualTo(124);
            assertThat(millisSince(began)).isBetween(290L, 5_000L);
            assertThat(client.run(sleep.copy().put("processHandle", "0").put("timeoutMs", 0))
                            .getInteger("exitCode"))
                    .isEqualTo(124);
            assertThat(client.run(sleep.copy()
                                    .put("processHandle", "tty")
                                    .put("tty", true)
                                    .put("timeoutMs", 100))
                            .getInteger("exitCode"))
                    .isEqualTo(124);
        }
    }

    @Test
    void withoutATimeoutItIsTenSecondsAndNullIsNone() {
        try (HandleClient client = HandleClient.of(server)) {
            client.spawn(spawning("none", "sleep", "60").putNull("timeoutMs"));
            long began = System.nanoTime();
            assertThat(client.run(spawning("h", "sleep", "60")).getInteger("exitCode"))
                    .isEqualTo(124);
            assertThat(millisSince(began)).isBetween(9_900L, 15_000L);
            assertThat(client.told("none")).isEmpty();
        }
    }

    @Test
    void badSpawnsAreRefusedWithTheirReason() {
        try (HandleClient client = HandleClient.of(server)) {
            JsonObject good = spawning("h", "true");
            spawnRefused(client, good.copy().put("command", new JsonArray()), -32600, "command must not be empty");
            spawnRefused(client, good.copy().put("processHandle", ""), -32600, "processHandle must not be empty");
            spawnRefused(
                    client,
                    good.copy().put("command", new JsonArray().add("")),
                    -32603,
                    "failed to spawn process: missing program for pipe spawn");
            String missing = "failed to spawn process: No such file or directory (os error 2)";
            spawnRefused(client, good.copy().put("command", new JsonArray().add("no-such-program")), -32603, missing);
            spawnRefused(client, good.copy().put("cwd", "/no/such/folder"), -32603, missing);
            spawnRefused(client, good.copy().put("cwd", "/no/such/folder").put("tty", true), -32603, missing);
            spawnRefused(
                    client,
                    good.copy()
                            .put("command", new JsonArray().add("no-such-program"))
                            .put("tty", true)
                            .put("env", new JsonObject().put("PATH", "/usr/bin")),
                    -32603,
                    "failed to spawn process: Unable to spawn no-such-program because:\n"
                            + "No viable candidates found in PATH \"/usr/bin\"");
            String path = "Invalid request: AbsolutePathBuf deserialized without a base path";
            spawnRefused(client, good.copy().put("cwd", "tmp"), -32600, path);
            spawnRefused(client, good.copy().put("cwd", "file:///tmp"), -32600, path);
            spawnRefused(client, named("h"), -32600, "Invalid request: missing field `command`");
            spawnRefused(client, null, -32600, "Invalid request: missing field `params`");
            JsonObject size = new JsonObject().put("rows", 1).put("cols", 1);
            spawnRefused(client, good.copy().put("size", size), -32602, "process/spawn size requires tty: true");
            spawnRefused(
                    client,
                    good.copy().put("tty", true).put("size", size.copy().put("rows", 0)),
                    -32602,
                    "process size rows and cols must be greater than 0");
            spawnRefused(
                    client,
                    good.copy().put("tty", true).put("size", size.copy().put("rows", 70_000)),
                    -32600,
                    "Invalid request: invalid value: integer `70000`, expected u16");
            spawnRefused(
                    client,
                    good.copy().put("timeoutMs", -1),
                    -32602,
                    "process/spawn timeoutMs must be non-negative, got -1");
            spawnRefused(
                    client,
                    good.copy().put("outputBytesCap", -1),
                    -32600,
                    "Invalid request: invalid value: integer `-1`, expected usize");
            client.spawn(spawning("h", "sleep", "60"));
            spawnRefused(client, good, -32600, "duplicate active process handle: \"h\"");
        }
    }

    private static void spawnRefused(HandleClient client, JsonObject params, int code, String message) {
        assertRefused(client.call("process/spawn", params), code, message);
    }

    @Test
    void badFollowUpsAreRefusedWithTheirReason() {
        try (HandleClient client = HandleClient.of(server)) {
            client.spawn(spawning("h", "sleep", "60"));
            assertRefused(client.kill("x"), -32600, "no active process for process handle \"x\"");
            String input = "process/writeStdin";
            assertRefused(
                    client.call(input, named("x")), -32602, "process/writeStdin requires deltaBase64 or closeStdin");
            assertRefused(
                    client.call(input, named("x").put("deltaBase64", "!")),
                    -32602,
                    "invalid deltaBase64: Invalid symbol 33, offset 0.");
            assertRefused(
                    client.call(input, named("x").put("deltaBase64", "YQ")),
                    -32602,
                    "invalid deltaBase64: Invalid padding");
            assertRefused(client.write("h", "a"), -32600, "stdin streaming is not enabled for this process");
            JsonObject size = new JsonObject().put("rows", 1).put("cols", 1);
            assertRefused(
                    client.call("process/resizePty", named("h").put("size", size)),
                    -32600,
                    "failed to resize PTY: process is not attached to a PTY");
            assertRefused(
                    client.call(
                            "process/resizePty",
                            named("x").put("size", size.copy().put("cols", 0))),
                    -32602,
                    "process size rows and cols must be greater than 0");
        }
    }

    @Test
    void aKillEndsTheWholeGroup() {
        try (HandleClient client = HandleClient.of(server)) {
            client.spawn(streaming("h", "trap '' TERM; sleep 1000 & echo $!; while :; do sleep 1; done"));
            OsProcess background = printed(client, "h");
            CompletableFuture<Frame> first = client.send("process/kill", named("h"));
            assertThat(RpcClient.await(first).result()).isEqualTo(new JsonObject());
            assertThat(client.exitCode("h")).isEqualTo(137);
            background.awaitEnd();
            assertRefused(client.kill("h"), -32600, "no active process for process handle \"h\"");
        }
    }

    @Test
    void inputReachesTheProcessAndEnds() {
        try (HandleClient client = HandleClient.of(server)) {
            CompletableFuture<Frame> spawned =
                    client.send("process/spawn", spawning("h", "cat").put("streamStdin", true));
            client.send("process/writeStdin", writing("h", "hello "));
            CompletableFuture<Frame> last =
                    client.send("process/writeStdin", writing("h", "world").put("closeStdin", true));
            assertThat(List.of(
                            RpcClient.await(spawned).result(),
                            RpcClient.await(last).result()))
                    .isEqualTo(List.of(new JsonObject(), new JsonObject()));
            assertThat(client.awaitExited("h")).isEqualTo(exited("h", 0, "hello world", false, "", false));
            assertThat(client.run(spawning("eof", "cat"))).isEqualTo(exited("eof", 0, "", false, "", false));
        }
    }

    @Test
    void inputThatIsClosedStaysSo() {
        try (HandleClient client = HandleClient.of(server)) {
            client.spawn(spawning("h", "sleep", "60").put("streamStdin", true));
            assertThat(client.write("h", "").result()).isEqualTo(new JsonObject());
            assertThat(client.closeStdin("h").result()).isEqualTo(new JsonObject());
            assertThat(client.closeStdin("h").result()).isEqualTo(new JsonObject());
            assertRefused(client.write("h", "a"), -32600, "stdin is already closed");
        }
    }

    @Test
    void handlesBelongToTheirConnection() {
        try (HandleClient one = HandleClient.of(server);
                HandleClient other = HandleClient.of(server)) {
            one.spawn(streaming("h", "echo $$; exec sleep 60"));
            assertRefused(other.kill("h"), -32600, "no active process for process handle \"h\"");
            other.spawn(streaming("h", "echo $$; exec sleep 60"));
            OsProcess own = printed(one, "h");
            assertThat(printed(other, "h")).isNotEqualTo(own);
            other.kill("h").result();
            assertThat(other.exitCode("h")).isEqualTo(137);
            assertThat(own.running()).isTrue();
            assertThat(one.told("h")).containsExactly("process/outputDelta");
            other.spawn(shell("h", "true"));
        }
    }

    @Test
    void aTerminalHasASizeThatCanBeChanged() {
        try (HandleClient client = HandleClient.of(server)) {
            client.run(terminal("default", "stty size"));
            assertThat(client.streamed("default", "stdout")).isEqualTo("24 80\r\n");

            JsonObject size = new JsonObject().put("rows", 31).put("cols", 101);
            client.spawn(terminal("h", "stty size; read x; stty size; echo got:$x; exit 7")
                    .put("size", size));
            client.awaitDelta("h");
            JsonObject larger = new JsonObject().put("rows", 50).put("cols", 120);
            assertThat(client.call("process/resizePty", named("h").put("size", larger))
                            .result())
                    .isEqualTo(new JsonObject());
            client.write("h", "abc\n").result();
            assertThat(client.awaitExited("h")).isEqualTo(exited("h", 7, "", false, "", false));
            assertThat(client.streamed("h", "stdout")).isEqualTo("31 101\r\nabc\r\n50 120\r\ngot:abc\r\n");
        }
    }

    @Test
    void signalsShowInTheCodeOfAPipeOnly() {
        try (HandleClient client = HandleClient.of(server)) {
            assertThat(client.run(shell("kill", "kill -KILL $$")).getInteger("exitCode"))
                    .isEqualTo(137);
            assertThat(client.run(shell("term", "kill -TERM $$")).getInteger("exitCode"))
                    .isEqualTo(143);
            assertThat(client.run(terminal("tty", "kill -KILL $$")).getInteger("exitCode"))
                    .isEqualTo(1);
            client.spawn(terminal("killed", "sleep 60"));
            client.kill("killed").result();
            assertThat(client.exitCode("killed")).isEqualTo(1);
            client.spawn(terminal("interrupted", "echo; exec sleep 60"));
            client.awaitDelta("interrupted");
            client.write("interrupted", "\u0003").result();
            assertThat(client.exitCode("interrupted")).isEqualTo(1);
            assertThat(client.streamed("interrupted", "stdout")).isEqualTo("\r\n^C");
        }
    }

    @Test
    void theInputOfATerminalEndsWithALine() {
        try (HandleClient client = HandleClient.of(server)) {
            client.spawn(spawning("h", "cat").put("tty", true));
            client.closeStdin("h").result();
            assertThat(client.exitCode("h")).isZero();
            assertThat(client.streamed("h", "stdout")).isEqualTo("\r\n\r\n");
            client.spawn(spawning("d", "cat").put("tty", true));
            client.write("d", "\u0004").result();
            assertThat(client.exitCode("d")).isZero();
        }
    }

    @Test
    void whoHoldsTheOutputIsNotWaitedForLong() {
        try (HandleClient client = HandleClient.of(server)) {
            long began = System.nanoTime();
            JsonObject end = client.run(shell("h", "sleep 1000 & echo $!"));
            assertThat(millisSince(began)).isBetween(1_990L, 6_000L);
            OsProcess holder = OsProcess.numbered(end.getString("stdout"));
            assertThat(end)
                    .isEqualTo(exited("h", 0, holder.pid() + "\n", false, "", false)
                            .put("outputDrainTimedOut", true));
            assertThat(holder.running()).isTrue();
            assertThat(client.told("h")).containsExactly("process/exited");
            holder.kill();
        }
    }

    @Test
    void processesEndWithTheirConnection() {
        HandleClient client = HandleClient.of(server);
        client.spawn(streaming("pipe", "trap '' HUP TERM; echo $$; while :; do sleep 1; done"));
        client.spawn(terminal("tty", "trap '' HUP TERM; echo $$; while :; do sleep 1; done"));
        OsProcess pipe = printed(client, "pipe");
        OsProcess tty = printed(client, "tty");
        client.wire().drop();
        pipe.awaitEnd();
        tty.awaitEnd();
        try (RpcClient resumed = server.resumed(client.sessionId())) {
            assertThat(resumed.call("process/list", null).result().getJsonArray("processes"))
                    .hasSize(2);
            assertThat(resumed.notifications()).isEmpty();
        }
    }

    @Test
    void theEnvironmentIsTheServersButForWhatIsAskedFor() {
        try (HandleClient client = HandleClient.of(server)) {
            JsonObject env = new JsonObject()
                    .putNull("HANDLE_GONE")
                    .putNull("HANDLE_NEVER_THERE")
                    .put("HANDLE_OTHER", "new")
                    .put("OPENAI_IDENTITY_TOKEN_FILE", "secret");
            JsonObject end = client.run(shell(
                            "h",
                            "echo $HANDLE_KEY ${HANDLE_GONE-gone} $HANDLE_OTHER ${OPENAI_IDENTITY_TOKEN_FILE-dropped}")
                    .put("env", env));
            assertThat(end.getString("stdout")).isEqualTo("kept gone new dropped\n");
        }
    }

    @Test
    void notificationsCanBeLeftOut() {
        JsonObject capabilities = new JsonObject()
                .put("experimentalApi", true)
                .put("optOutNotificationMethods", new JsonArray().add("process/outputDelta"));
        try (HandleClient client = HandleClient.of(server, capabilities)) {
            client.run(streaming("h", "echo out"));
            assertThat(client.told("h")).containsExactly("process/exited");
        }
    }

    @Test
    void outputThatIsNotUtf8IsTakenForWesternText() {
        try (HandleClient client = HandleClient.of(server)) {
            assertThat(client.run(shell("h", "printf 'a\\377b'")).getString("stdout"))
                    .isEqualTo("aÿb");
            assertThat(client.run(shell("cafe", "printf 'caf\\351'")).getString("stdout"))
                    .isEqualTo("café");
        }
    }

    @Test
    void eachProcessSpeaksTheDialectItWasStartedWith() {
        try (HandleClient client = HandleClient.of(server)) {
            client.wire().start(Start.shell("p", "echo p")).result();
            client.run(streaming("h", "echo h"));
            client.wire().awaitNotification(frame -> frame.method().equals("process/closed"));
            assertThat(client.told("h")).containsExactly("process/outputDelta", "process/exited");
            assertThat(client.wire().notifications().stream()
                            .filter(frame -> frame.params().containsKey("processId"))
                            .map(frame -> frame.method() + " " + frame.params().getString("processId")))
                    .containsExactly("process/output p", "process/exited p", "process/closed p");
        }
    }
}
