package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.ProcessEvent;
import dev.execbus.bus.ProcessEvent.Closed;
import dev.execbus.bus.ProcessEvent.Exited;
import dev.execbus.protocol.StreamName;
import dev.execbus.testkit.Eventually;
import dev.execbus.testkit.Frame;
import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import dev.execbus.testkit.Transcript;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How output comes to the client, pushed and asked for. */
interface OutputScenarios extends OneNode {
    @Test
    default void bigOutputArrivesWholeAndInOrder() {
        int size = 20 << 20;
        try (RpcClient client = server().client()) {
            client.start(Start.shell("p", Numbers.script(size)));
            Transcript told = client.awaitClosed("p");

            assertThat(Numbers.sha256(told.bytes(StreamName.STDOUT))).isEqualTo(Numbers.sha256(Numbers.bytes(size)));
            assertThat(told.breaks(1)).isEmpty();
            assertThat(told.exited().exitCode()).isZero();
            assertThat(told.events().getLast())
                    .isEqualTo(new Closed("p", told.events().size(), List.of()));
        }
    }

    @Test
    default void outputComesBeforeTheExitOfItsWriter() {
        try (RpcClient client = server().client()) {
            for (int i = 0; i < 50; i++) {
                String id = "p" + i;
                client.start(Start.shell(id, "echo out; echo err >&2"));
                List<ProcessEvent> told = client.awaitClosed(id).events();
                assertThat(told.subList(told.size() - 2, told.size()))
                        .containsExactly(new Exited(id, 3, 0, null, false, null), new Closed(id, 4, List.of()));
            }
        }
    }

    @Test
    default void nothingIsClosedWhileSomebodyHoldsTheOutput() {
        try (RpcClient client = server().client()) {
            client.start(Start.shell("p", "sleep 1000 & echo $!; exit 0"));
            client.awaitNotification(frame -> frame.method().equals("process/exited"));
            JsonObject between = client.read("p", 0);
            assertThat(List.of(between.getBoolean("exited"), between.getBoolean("closed")))
                    .containsExactly(true, false);

            OsProcess.numbered(client.transcript("p").text(StreamName.STDOUT)).kill();
            assertThat(client.awaitClosed("p").seqs()).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    default void readsWhatIsAskedFor() {
        try (RpcClient client = server().client()) {
            client.start(Start.shell("p", "echo one; read a; echo two; read a; echo three; exit 2")
                    .pipeStdin());
            for (int i = 1; i <= 2; i++) {
                long seq = i;
                client.awaitNotification(frame -> frame.params().getLong("seq") == seq);
                client.write("p", "w" + i, new byte[] {'\n'});
            }
            client.awaitClosed("p");

            assertThat(client.read("p", 0)).isEqualTo(new JsonObject("""
                            {"chunks":[{"seq":1,"stream":"stdout","chunk":"b25lCg=="},
                                       {"seq":2,"stream":"stdout","chunk":"dHdvCg=="},
                                       {"seq":3,"stream":"stdout","chunk":"dGhyZWUK"}],
                             "nextSeq":6,"exited":true,"exitCode":2,"closed":true,"failure":null,
                             "sandboxDenied":false}"""));
            assertThat(client.call(
                                    "process/read",
                                    RpcClient.of("p").put("afterSeq", 1).put("maxBytes", 6))
                            .result())
                    .isEqualTo(new JsonObject("""
                            {"chunks":[{"seq":2,"stream":"stdout","chunk":"dHdvCg=="}],
                             "nextSeq":3,"exited":true,"exitCode":2,"closed":true,"failure":null,
                             "sandboxDenied":false}"""));
            assertThat(client.read("p", 3)).isEqualTo(new JsonObject("""
                            {"chunks":[],"nextSeq":6,"exited":true,"exitCode":2,"closed":true,"failure":null,
                             "sandboxDenied":false}"""));
        }
    }

    @Test
    default void aReadThatWaitsHoldsUpNothingElse() {
        try (RpcClient client = server().client()) {
            client.start(Start.of("p", "cat").pipeStdin());
            CompletableFuture<Frame> waiting =
                    client.send("process/read", RpcClient.of("p").put("waitMs", 60_000));
            client.start(Start.of("q", "true")).result();
            client.awaitClosed("q");
            assertThat(waiting).isNotDone();
            client.write("p", "1", new byte[] {'x'});
            assertThat(RpcClient.await(waiting).result()).isEqualTo(new JsonObject("""
                            {"chunks":[{"seq":1,"stream":"stdout","chunk":"eA=="}],"nextSeq":2,"exited":false,
                             "exitCode":null,"closed":false,"failure":null,"sandboxDenied":false}"""));

            CompletableFuture<Frame> waitingAgain = client.send(
                    "process/read", RpcClient.of("p").put("afterSeq", 1).put("waitMs", 60_000));
            assertThat(client.terminate("p")).isTrue();
            assertThat(RpcClient.await(waitingAgain).result().getBoolean("exited"))
                    .isTrue();
        }
    }

    @Test
    default void aReadThatFindsNothingAnswersWhenItsTimeIsOver() {
        try (RpcClient client = server().client()) {
            client.start(Start.of("p", "sleep", "60"));
            assertThat(client.call("process/read", RpcClient.of("p").put("waitMs", 50))
                            .result())
                    .isEqualTo(new JsonObject("""
                            {"chunks":[],"nextSeq":1,"exited":false,"exitCode":null,"closed":false,"failure":null,
                             "sandboxDenied":false}"""));
        }
    }

    @Test
    default void aClientThatStopsReadingStopsTheChildAndLosesNothing() {
        int size = 40 << 20;
        try (RpcClient client = server().client();
                RpcClient other = server().client()) {
            client.start(Start.of("p", "head", "-c", "" + size, "/dev/zero"));
            OsProcess child = OsProcess.listed(client).getFirst();
            client.pause();
            awaitStandstill(child);
            assertThat(child.written()).isLessThan(size);
            other.start(Start.of("q", "true")).result();
            other.awaitClosed("q");

            client.resume();
            Transcript told = client.awaitClosed("p");
            assertThat(told.bytes(StreamName.STDOUT)).isEqualTo(new byte[size]);
            assertThat(told.breaks(1)).isEmpty();
        }
    }

    /** Nothing written for a third of a second. */
    private static void awaitStandstill(OsProcess child) {
        AtomicLong written = new AtomicLong(-1);
        AtomicLong since = new AtomicLong(System.nanoTime());
        Eventually.holds("the child is blocked", Duration.ofSeconds(10), () -> {
            long now = child.written();
            if (written.getAndSet(now) != now) {
                since.set(System.nanoTime());
            }
            return System.nanoTime() - since.get() > Duration.ofMillis(300).toNanos();
        });
    }
}
