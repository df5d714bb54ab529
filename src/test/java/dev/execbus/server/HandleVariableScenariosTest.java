package dev.execbus.server;

import static dev.execbus.server.HandleClient.shell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.StreamName;
import dev.execbus.testkit.Start;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** Which variables processes have, and where they run. Numbered in {@link HandleRoom}. */
@Timeout(60)
final class HandleVariableScenariosTest {
    private static HandleRoom room;

    @BeforeAll
    static void start() {
        room = HandleRoom.start(() -> new TestSettings()
                .variable("HANDLE_KEY", "kept")
                .variable("HANDLE_GONE", "there")
                .variable("HANDLE_OTHER", "old"));
    }

    @AfterAll
    static void stop() {
        room.close();
    }

    @ThroughEveryDoor
    void theEnvironmentIsTheServersButForWhatIsAskedFor(ClientDoor door) {
        try (HandleClient client = room.client(door)) {
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

    @ThroughEveryDoor
    void noPolicyForOtherProcessesCounts(ClientDoor door) {
        try (HandleClient client = room.client(door)) {
            JsonObject nothing = new JsonObject()
                    .put("inherit", "none")
                    .put("ignoreDefaultExcludes", false)
                    .put("exclude", new JsonArray())
                    .put("set", new JsonObject())
                    .put("includeOnly", new JsonArray());
            client.wire()
                    .start(Start.shell("p", "echo ${HANDLE_KEY-gone}").with("envPolicy", nothing))
                    .result();
            assertThat(client.wire().awaitClosed("p").text(StreamName.STDOUT)).isEqualTo("gone\n");
            assertThat(client.run(shell("h", "echo ${HANDLE_KEY-gone}")).getString("stdout"))
                    .isEqualTo("kept\n");
        }
    }

    /** The reference's app-server hands its processes to another server by this variable; here they are the server's. */
    @ThroughEveryDoor
    void theServerIsTheEnvironmentWhateverItsVariablesSay(ClientDoor door) {
        for (String elsewhere : List.of("none", "ws://127.0.0.1:1")) {
            try (HandleRoom named =
                            HandleRoom.start(() -> new TestSettings().variable("CODEX_EXEC_SERVER_URL", elsewhere));
                    HandleClient client = named.client(door)) {
                assertThat(client.run(shell("h", "echo here")).getString("stdout"))
                        .isEqualTo("here\n");
            }
        }
    }
}
