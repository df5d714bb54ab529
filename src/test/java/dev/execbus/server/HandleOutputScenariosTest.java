package dev.execbus.server;

import static dev.execbus.server.HandleAnswers.exited;
import static dev.execbus.server.HandleClient.named;
import static dev.execbus.server.HandleClient.shell;
import static dev.execbus.server.HandleClient.streaming;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** What clients are told of the output. Numbered in {@link HandleRoom}. */
@Timeout(60)
final class HandleOutputScenariosTest {
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
    void outputIsKeptUntilTheEnd(ClientDoor door) {
        try (HandleClient client = room.client(door)) {
            assertThat(client.run(shell("h", "printf out; printf err >&2; exit 3")))
                    .isEqualTo(exited("h", 3, "out", false, "err", false));
            assertThat(client.told("h")).containsExactly("process/exited");
            assertThat(client.wire().notifications().getLast().json().getLong("emittedAtMs"))
                    .isPositive();
        }
    }

    @ThroughEveryDoor
    void streamedOutputIsNotToldTwice(ClientDoor door) {
        try (HandleClient client = room.client(door)) {
            assertThat(client.run(streaming("h", "printf out; printf err >&2")))
                    .isEqualTo(exited("h", 0, "", false, "", false));
            assertThat(client.streamed("h", "stdout")).isEqualTo("out");
            assertThat(client.streamed("h", "stderr")).isEqualTo("err");
            assertThat(client.told("h")).endsWith("process/exited");
        }
    }

    @ThroughEveryDoor
    void keptOutputEndsAtItsCap(ClientDoor door) {
        try (HandleClient client = room.client(door)) {
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

    @ThroughEveryDoor
    void streamedOutputEndsAtItsCap(ClientDoor door) {
        try (HandleClient client = room.client(door)) {
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

    @ThroughEveryDoor
    void whatIsAboveTheCapIsReadAndDropped(ClientDoor door) {
        try (HandleClient client = room.client(door)) {
            JsonObject loud = shell("h", "head -c 3000004 /dev/zero | tr '\\0' a");
            JsonObject capped = client.run(loud);
            assertThat(capped.getString("stdout")).hasSize(1 << 20);
            assertThat(capped.put("stdout", "")).isEqualTo(exited("h", 0, "", true, "", false));

            JsonObject all = client.run(loud.copy().put("processHandle", "all").putNull("outputBytesCap"));
            assertThat(all.getString("stdout")).hasSize(3_000_004);
            assertThat(all.put("stdout", "")).isEqualTo(exited("all", 0, "", false, "", false));
        }
    }

    @ThroughEveryDoor
    void outputThatIsNotUtf8IsTakenForWesternText(ClientDoor door) {
        try (HandleClient client = room.client(door)) {
            assertThat(client.run(shell("h", "printf 'a\\377b'")).getString("stdout"))
                    .isEqualTo("aÿb");
            assertThat(client.run(shell("cafe", "printf 'caf\\351'")).getString("stdout"))
                    .isEqualTo("café");
            assertThat(client.run(shell("quotes", "printf '\\223x\\224'")).getString("stdout"))
                    .isEqualTo("\u201cx\u201d");
        }
    }
}
