package dev.execbus.server;

import static dev.execbus.server.HandleAnswers.assertRefused;
import static dev.execbus.server.HandleClient.named;
import static dev.execbus.server.HandleClient.spawning;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** What is refused, and in which words. Numbered in {@link HandleRoom}. */
@Timeout(60)
final class HandleRefusalScenariosTest {
    private static HandleRoom room;

    @BeforeAll
    static void start() {
        room = HandleRoom.start();
    }

    @AfterAll
    static void stop() {
        room.close();
    }

    @ThroughEveryDoor
    void badFollowUpsAreRefusedWithTheirReason(ClientDoor door) {
        try (HandleClient client = room.client(door)) {
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

    @ThroughEveryDoor
    void badSpawnsAreRefusedWithTheirReason(ClientDoor door) {
        try (HandleClient client = room.client(door)) {
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
            JsonObject homeless = good.copy();
            homeless.remove("cwd");
            spawnRefused(client, homeless, -32600, "Invalid request: missing field `cwd`");
            assertRefused(client.wire().call("process/spawn"), -32600, "Invalid request: missing field `params`");
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

    @ThroughEveryDoor
    void otherMethodsAreUnknownAsEverywhereHere(ClientDoor door) {
        try (HandleClient client = room.client(door)) {
            assertRefused(
                    client.call("process/unknown", named("h")),
                    -32601,
                    "exec-server stub does not implement `process/unknown` yet");
        }
    }
}
