package dev.execbus.server;

import static dev.execbus.server.HandleAnswers.assertRefused;
import static dev.execbus.server.HandleAnswers.exited;
import static dev.execbus.server.HandleClient.named;
import static dev.execbus.server.HandleClient.spawning;
import static dev.execbus.server.HandleClient.terminal;
import static dev.execbus.server.HandleClient.writing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.testkit.Frame;
import dev.execbus.testkit.RpcClient;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** Input and terminals. Numbered in {@link HandleRoom}. */
@Timeout(60)
final class HandleInputScenariosTest {
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
    void inputReachesTheProcessAndEnds(ClientDoor door) {
        try (HandleClient client = room.client(door)) {
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

    @ThroughEveryDoor
    void inputThatIsClosedStaysSo(ClientDoor door) {
        try (HandleClient client = room.client(door)) {
            client.spawn(spawning("h", "sleep", "60").put("streamStdin", true));
            assertThat(client.write("h", "").result()).isEqualTo(new JsonObject());
            assertThat(client.closeStdin("h").result()).isEqualTo(new JsonObject());
            assertThat(client.closeStdin("h").result()).isEqualTo(new JsonObject());
            assertRefused(client.write("h", "a"), -32600, "stdin is already closed");
        }
    }

    @ThroughEveryDoor
    void aTerminalHasASizeThatCanBeChanged(ClientDoor door) {
        try (HandleClient client = room.client(door)) {
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

    @ThroughEveryDoor
    void theInputOfATerminalEndsWithALine(ClientDoor door) {
        try (HandleClient client = room.client(door)) {
            client.spawn(spawning("h", "cat").put("tty", true));
            client.closeStdin("h").result();
            assertThat(client.exitCode("h")).isZero();
            assertThat(client.streamed("h", "stdout")).isEqualTo("\r\n\r\n");
            client.spawn(spawning("d", "cat").put("tty", true));
            client.write("d", "\u0004").result();
            assertThat(client.exitCode("d")).isZero();
        }
    }
}
