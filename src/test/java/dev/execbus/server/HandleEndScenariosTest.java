package dev.execbus.server;

import static dev.execbus.server.HandleAnswers.assertRefused;
import static dev.execbus.server.HandleAnswers.exited;
import static dev.execbus.server.HandleAnswers.millisSince;
import static dev.execbus.server.HandleAnswers.printed;
import static dev.execbus.server.HandleClient.named;
import static dev.execbus.server.HandleClient.shell;
import static dev.execbus.server.HandleClient.spawning;
import static dev.execbus.server.HandleClient.streaming;
import static dev.execbus.server.HandleClient.terminal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.testkit.Frame;
import dev.execbus.testkit.RpcClient;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How processes end. Numbered in {@link HandleRoom}. */
@Timeout(90)
final class HandleEndScenariosTest {
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
    void aTimeoutEndsAProcess(ClientDoor door) {
        try (HandleClient client = room.client(door)) {
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

    @ThroughEveryDoor
    void aKillEndsTheWholeGroup(ClientDoor door) {
        try (HandleClient client = room.client(door)) {
            client.spawn(streaming("h", "trap '' TERM; sleep 1000 & echo $!; while :; do sleep 1; done"));
            OsProcess background = printed(client, "h");
            CompletableFuture<Frame> first = client.send("process/kill", named("h"));
            assertThat(RpcClient.await(first).result()).isEqualTo(new JsonObject());
            assertThat(client.exitCode("h")).isEqualTo(137);
            background.awaitEnd();
            assertRefused(client.kill("h"), -32600, "no active process for process handle \"h\"");
        }
    }

    @ThroughEveryDoor
    void signalsShowInTheCodeOfAPipeOnly(ClientDoor door) {
        try (HandleClient client = room.client(door)) {
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

    @ThroughEveryDoor
    void whoHoldsTheOutputIsNotWaitedForLong(ClientDoor door) {
        try (HandleClient client = room.client(door)) {
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

    /** All doors at once, because it takes so long. */
    @Test
    void withoutATimeoutItIsTenSecondsAndNullIsNone() {
        List<HandleClient> clients = new ArrayList<>();
        try {
            for (ClientDoor door : ClientDoor.values()) {
                clients.add(room.client(door));
            }
            long began = System.nanoTime();
            for (HandleClient client : clients) {
                client.spawn(spawning("none", "sleep", "60").putNull("timeoutMs"));
                client.spawn(spawning("h", "sleep", "60"));
            }
            for (HandleClient client : clients) {
                assertThat(client.exitCode("h")).isEqualTo(124);
                assertThat(millisSince(began)).isBetween(9_900L, 15_000L);
                assertThat(client.told("none")).isEmpty();
            }
        } finally {
            clients.forEach(HandleClient::close);
        }
    }

    /** It may have exited before the second kill comes. */
    @ThroughEveryDoor
    void aProcessCanBeKilledAgainUntilItHasExited(ClientDoor door) {
        try (HandleClient client = room.client(door)) {
            client.spawn(spawning("h", "sleep", "60"));
            CompletableFuture<Frame> first = client.send("process/kill", named("h"));
            CompletableFuture<Frame> second = client.send("process/kill", named("h"));
            assertThat(RpcClient.await(first).result()).isEqualTo(new JsonObject());
            Frame again = RpcClient.await(second);
            if (again.isError(-32600)) {
                assertRefused(again, -32600, "no active process for process handle \"h\"");
            } else {
                assertThat(again.result()).isEqualTo(new JsonObject());
            }
            assertThat(client.awaitExited("h")).isEqualTo(exited("h", 137, "", false, "", false));
            assertRefused(client.kill("h"), -32600, "no active process for process handle \"h\"");
        }
    }

    @ThroughEveryDoor
    void processesEndWithTheirConnection(ClientDoor door) {
        try (HandleClient client = room.client(door)) {
            client.spawn(streaming("pipe", "trap '' HUP TERM; echo $$; while :; do sleep 1; done"));
            client.spawn(terminal("tty", "trap '' HUP TERM; echo $$; while :; do sleep 1; done"));
            OsProcess pipe = printed(client, "pipe");
            OsProcess tty = printed(client, "tty");
            client.wire().drop();
            pipe.awaitEnd();
            tty.awaitEnd();
        }
    }

    @ThroughEverySocket
    void whoResumesIsToldNothingOfThem(ClientDoor door) {
        try (HandleClient client = room.client(door)) {
            client.spawn(streaming("h", "echo $$; exec sleep 1000"));
            OsProcess process = printed(client, "h");
            client.wire().drop();
            process.awaitEnd();
            try (RpcClient resumed = room.resumed(client.sessionId())) {
                assertThat(resumed.call("process/list", null).result().getJsonArray("processes"))
                        .hasSize(1);
                assertThat(resumed.notifications()).isEmpty();
            }
        }
    }
}
