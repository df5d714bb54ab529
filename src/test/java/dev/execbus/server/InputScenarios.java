package dev.execbus.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.ProcessEvent.Exited;
import dev.execbus.protocol.StreamName;
import dev.execbus.testkit.Frame;
import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import dev.execbus.testkit.Transcript;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What reaches the stdin of processes. */
interface InputScenarios extends OneNode {
    JsonObject ACCEPTED = new JsonObject().put("status", "accepted");

    private static Transcript closeAndAwaitEnd(RpcClient client) {
        assertThat(client.call("process/closeStdin", RpcClient.of("p")).result())
                .isEqualTo(new JsonObject());
        return client.awaitClosed("p");
    }

    @Test
    default void whatIsWrittenIsRead() {
        try (RpcClient client = server().client()) {
            client.start(Start.of("p", "cat").pipeStdin());
            assertThat(RpcClient.await(client.write("p", "1", "hello\n".getBytes(UTF_8)))
                            .result())
                    .isEqualTo(ACCEPTED);
            client.awaitNotification(frame -> frame.isAbout("p"));
            assertThat(closeAndAwaitEnd(client).text(StreamName.STDOUT)).isEqualTo("hello\n");
        }
    }

    @Test
    default void writesThatDoNotWaitForEachOtherKeepTheirOrder() {
        int count = 500;
        try (RpcClient client = server().client()) {
            List<CompletableFuture<Frame>> answers = new ArrayList<>();
            answers.add(client.send(
                    "process/start", Start.of("p", "cat").pipeStdin().params()));
            for (int i = 0; i < count; i++) {
                answers.add(client.write("p", "w" + i, (i + "\n").getBytes(UTF_8)));
            }
            CompletableFuture<Frame> closed = client.send("process/closeStdin", RpcClient.of("p"));

            assertThat(answers.subList(1, answers.size()))
                    .allSatisfy(answer ->
                            assertThat(RpcClient.await(answer).result()).isEqualTo(ACCEPTED));
            RpcClient.await(closed).result();
            assertThat(client.awaitClosed("p").text(StreamName.STDOUT))
                    .isEqualTo(IntStream.range(0, count).mapToObj(i -> i + "\n").collect(Collectors.joining()));
        }
    }

    @Test
    default void aRepeatedWriteIsNotWrittenTwice() {
        try (RpcClient client = server().client()) {
            client.start(Start.of("p", "cat").pipeStdin());
            client.write("p", "1", "a".getBytes(UTF_8));
            assertThat(RpcClient.await(client.write("p", "1", "b".getBytes(UTF_8)))
                            .result())
                    .isEqualTo(ACCEPTED);
            client.write("p", "2", "c".getBytes(UTF_8));
            assertThat(closeAndAwaitEnd(client).text(StreamName.STDOUT)).isEqualTo("ac");
        }
    }

    @Test
    default void aTerminalIsEndedByItsEndOfFileCharacter() {
        try (RpcClient client = server().client()) {
            client.start(
                    Start.shell("p", "stty -echo; echo ready; cat; echo end").tty());
            client.awaitNotification(frame -> frame.method().equals("process/output"));
            client.write("p", "1", "line\n".getBytes(UTF_8));

            assertThat(closeAndAwaitEnd(client).text(StreamName.PTY)).isEqualTo("ready\r\nline\r\nend\r\n");
        }
    }

    @Test
    default void theInterruptCharacterInterrupts() {
        try (RpcClient client = server().client()) {
            client.start(Start.shell("p", "echo ready; exec sleep 60").tty());
            client.awaitNotification(frame -> frame.method().equals("process/output"));
            client.write("p", "1", new byte[] {3});

            Exited exited = client.awaitClosed("p").exited();
            assertThat(exited).isEqualTo(new Exited("p", exited.seq(), 130, "INT", false, null));
        }
    }

    @Test
    default void tellsWhatCannotBeWrittenTo() {
        try (RpcClient client = server().client()) {
            client.start(Start.of("p", "sleep", "60"));
            assertThat(List.of(
                            RpcClient.await(client.write("p", "1", new byte[1])).result(),
                            RpcClient.await(client.write("q", "1", new byte[1])).result()))
                    .containsExactly(
                            new JsonObject().put("status", "stdinClosed"),
                            new JsonObject().put("status", "unknownProcess"));
        }
    }

    @Test
    default void aFullStdinHoldsUpItsWritesAndNothingElse() {
        try (RpcClient client = server().client()) {
            client.start(Start.of("p", "sleep", "60").pipeStdin());
            List<CompletableFuture<Frame>> writes = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                writes.add(client.write("p", "w" + i, new byte[1 << 20]));
            }
            client.start(Start.of("q", "true")).result();
            client.awaitClosed("q");

            assertThat(writes.getLast()).isNotDone();
            assertThat(client.terminate("p")).isTrue();
            Frame last = RpcClient.await(writes.getLast());
            assertThat(List.of(last.errorCode(), last.errorMessage()))
                    .isEqualTo(List.of(-32603, "failed to write to process stdin"));
        }
    }
}
