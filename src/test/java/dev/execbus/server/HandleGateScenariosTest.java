package dev.execbus.server;

import static dev.execbus.server.HandleAnswers.assertRefused;
import static dev.execbus.server.HandleAnswers.printed;
import static dev.execbus.server.HandleClient.named;
import static dev.execbus.server.HandleClient.shell;
import static dev.execbus.server.HandleClient.streaming;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** Who may use handles, and whose they are. Numbered in {@link HandleRoom}. */
@Timeout(60)
final class HandleGateScenariosTest {
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
    void notificationsCanBeLeftOut(ClientDoor door) {
        JsonObject capabilities = new JsonObject()
                .put("experimentalApi", true)
                .put("optOutNotificationMethods", new JsonArray().add("process/outputDelta"));
        try (HandleClient client = room.client(door, capabilities)) {
            client.run(streaming("h", "echo out"));
            assertThat(client.told("h")).containsExactly("process/exited");
        }
    }

    @ThroughEveryDoor
    void eachProcessSpeaksTheDialectItWasStartedWith(ClientDoor door) {
        try (HandleClient client = room.client(door)) {
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

    @ThroughEveryDoor
    void onlyWhoAsksForItMayUseIt(ClientDoor door) {
        try (RpcClient stranger = room.stranger(door);
                HandleClient none = room.client(door, null);
                HandleClient refusing = room.client(door, new JsonObject().put("experimentalApi", false));
                RpcClient ordinary = room.stranger(door)) {
            assertRefused(stranger.call("process/spawn", shell("h", "true")), -32600, "Not initialized");
            ordinary.initialize("test", null).result();
            ordinary.notify("initialized");
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

    @ThroughEverySocket
    void handlesBelongToTheirConnection(ClientDoor door) {
        try (HandleClient one = room.client(door);
                HandleClient other = room.client(door)) {
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
}
