package dev.execbus.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.StreamName;
import dev.execbus.testkit.Eventually;
import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import dev.execbus.testkit.Transcript;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a client finds that was away. */
interface ResumeScenarios extends OneNode {
    /** The answers to reads, one after the other until nothing more comes. */
    private static Transcript readAll(RpcClient client, long maxBytes) {
        Transcript all = new Transcript(List.of());
        long afterSeq = 0;
        while (true) {
            JsonObject answer = client.call(
                            "process/read",
                            RpcClient.of("p").put("afterSeq", afterSeq).put("maxBytes", maxBytes))
                    .result();
            if (answer.getJsonArray("chunks").isEmpty()) {
                return all;
            }
            all = all.followedBy(Transcript.ofChunks("p", answer));
            afterSeq = answer.getLong("nextSeq") - 1;
        }
    }

    /** Starts output for a client that is away when it comes, and resumes when all of it has come. */
    private static RpcClient afterOutputMeanwhile(TestServer server, int size) {
        RpcClient client = server.client();
        client.start(Start.shell("p", "read line; " + Numbers.script(size)).pipeStdin());
        OsProcess child = OsProcess.listed(client).getFirst();
        RpcClient.await(client.write("p", "go", "\n".getBytes(UTF_8)));
        client.drop();
        child.awaitEnd();
        RpcClient resumed = server.resumed(client.sessionId());
        Eventually.holds(
                "all output is there",
                Duration.ofSeconds(20),
                () -> resumed.call("process/read", RpcClient.of("p").put("afterSeq", Integer.MAX_VALUE))
                        .result()
                        .getBoolean("closed"));
        return resumed;
    }

    @Test
    default void outputOfTheMeantimeIsReadAfterwards() {
        int size = 10 << 20;
        try (RpcClient client = afterOutputMeanwhile(server(), size)) {
            Transcript read = readAll(client, 1 << 20);

            assertThat(Numbers.sha256(read.bytes(StreamName.STDOUT))).isEqualTo(Numbers.sha256(Numbers.bytes(size)));
            // The exit has a number, too, which may be among those of late output.
            assertThat(read.breaks(1)).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    default void newEventsAreToldToTheNewConnection() {
        RpcClient first = server().client();
        first.start(Start.of("p", "cat").pipeStdin());
        first.write("p", "1", "one".getBytes(UTF_8));
        first.awaitNotification(frame -> frame.isAbout("p"));
        first.drop();

        try (RpcClient second = server().resumed(first.sessionId())) {
            assertThat(second.sessionId()).isEqualTo(first.sessionId());
            second.write("p", "2", "two".getBytes(UTF_8));
            second.call("process/closeStdin", RpcClient.of("p")).result();
            Transcript told = second.awaitClosed("p");
            assertThat(told.text(StreamName.STDOUT)).isEqualTo("two");
            assertThat(told.seqs()).containsExactly(2L, 3L, 4L);
        }
    }

    @Test
    default void aWriteSentAgainAfterACutIsWrittenOnce() {
        RpcClient first = server().client();
        first.start(Start.of("p", "cat").pipeStdin());
        RpcClient.await(first.write("p", "1", "one".getBytes(UTF_8)));
        first.drop();

        try (RpcClient second = server().resumed(first.sessionId())) {
            second.write("p", "1", "one".getBytes(UTF_8));
            second.write("p", "2", "two".getBytes(UTF_8));
            second.call("process/closeStdin", RpcClient.of("p")).result();
            second.awaitClosed("p");
            assertThat(Transcript.ofChunks("p", second.read("p", 0)).text(StreamName.STDOUT))
                    .isEqualTo("onetwo");
        }
    }

    @Test
    default void anAnswerThatCannotTakeAllIsCompletedByNotifications() {
        int size = 20 << 20;
        try (RpcClient client = afterOutputMeanwhile(server(), size)) {
            JsonObject answer = client.read("p", 0);
            assertThat(answer.getBoolean("closed")).isFalse();
            client.awaitClosed("p");

            Transcript whole = Transcript.ofChunks("p", answer)
                    .followedBy(client.transcript("p"))
                    .inOrder();
            // An exit among the chunks of the answer is told by the answer itself.
            assertThat(whole.breaks(1)).hasSize(answer.getBoolean("exited") ? 1 : 0);
            assertThat(Numbers.sha256(whole.bytes(StreamName.STDOUT))).isEqualTo(Numbers.sha256(Numbers.bytes(size)));
            assertThat(
                            answer.getBoolean("exited")
                                    ? answer.getInteger("exitCode")
                                    : whole.exited().exitCode())
                    .isZero();
        }
    }

    @Test
    default void whatIsTooMuchToKeepIsCountedAndTheRestIsWhole() {
        int size = 20 << 20;
        try (TestServer own =
                        TestServer.start(new TestSettings().spawner(spawner()).spillBytes(8 << 20));
                RpcClient client = afterOutputMeanwhile(own, size)) {
            long dropped = client.call("process/read", RpcClient.of("p").put("maxBytes", 1))
                    .result()
                    .getLong("droppedBytes");
            Transcript read = readAll(client, 1 << 20);

            byte[] expected = Numbers.bytes(size);
            assertThat(Numbers.sha256(read.bytes(StreamName.STDOUT)))
                    .isEqualTo(Numbers.sha256(Arrays.copyOfRange(expected, (int) dropped, size)));
            assertThat(read.breaks(read.events().getFirst().seq())).hasSizeLessThanOrEqualTo(1);
            assertThat(dropped).isPositive().isLessThan(size - (3 << 20));
        }
    }

    @Test
    default void anAttachedSessionIsNotTakenOver() throws Exception {
        try (RpcClient first = server().client();
                RpcClient second = RpcClient.connect(server().port(), Map.of())) {
            assertThat(second.initialize("test", first.sessionId()).json())
                    .isEqualTo(new JsonObject()
                            .put("id", 1)
                            .put(
                                    "error",
                                    new JsonObject()
                                            .put("code", -32010)
                                            .put(
                                                    "message",
                                                    "session " + first.sessionId()
                                                            + " is already attached to another connection")));
            first.start(Start.of("p", "true")).result();
        }
    }
}
