package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.ProcessEvent.Exited;
import dev.execbus.protocol.StreamName;
import dev.execbus.protocol.Verdict;
import dev.execbus.testkit.Eventually;
import dev.execbus.testkit.Frame;
import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How processes are brought to an end, and what is left of them. */
interface EndScenarios extends OneNode {
    private static OsProcess printed(RpcClient client) {
        client.awaitNotification(frame -> frame.isAbout("p"));
        return OsProcess.numbered(client.transcript("p").text(StreamName.STDOUT));
    }

    private static Exited end(RpcClient client) {
        return client.awaitClosed("p").exited();
    }

    @Test
    default void terminateKillsTheWholeTree() {
        try (RpcClient client = server().client()) {
            client.start(Start.shell("p", "sleep 1000 & echo $!; wait"));
            OsProcess grandchild = printed(client);
            assertThat(client.terminate("p")).isTrue();

            assertThat(end(client)).isEqualTo(new Exited("p", 2, 137, "KILL", false, null));
            grandchild.awaitEnd();
            assertThat(client.terminate("p")).isFalse();
        }
    }

    @Test
    default void aSignalReachesTheGroupAndIsNamedAtTheEnd() {
        try (RpcClient client = server().client()) {
            client.start(Start.shell("p", "sleep 1000 & echo $!; wait"));
            OsProcess grandchild = printed(client);
            assertThat(client.call("process/signal", RpcClient.of("p").put("signal", "TERM"))
                            .result())
                    .isEqualTo(new JsonObject());

            assertThat(end(client)).isEqualTo(new Exited("p", 2, 143, "TERM", false, null));
            grandchild.awaitEnd();
        }
    }

    @Test
    default void aProcessThatTakesTooLongIsAskedToEnd() {
        try (RpcClient client = server().client()) {
            client.start(Start.of("p", "sleep", "60").with("timeoutMs", 100));
            assertThat(end(client)).isEqualTo(new Exited("p", 1, 124, "TERM", false, Verdict.TIMEOUT));
        }
    }

    @Test
    default void aProcessThatDoesNotWantToEndIsKilled() {
        try (TestServer own =
                        TestServer.start(new TestSettings().spawner(spawner()).killGrace(Duration.ofMillis(200)));
                RpcClient client = own.client()) {
            client.start(Start.shell("p", "trap '' TERM; echo $$; while :; do sleep 1; done")
                    .with("timeoutMs", 300));
            OsProcess child = printed(client);
            assertThat(end(client)).isEqualTo(new Exited("p", 2, 124, "KILL", false, Verdict.TIMEOUT));
            child.awaitEnd();
        }
    }

    @Test
    default void whoeverOutlivesATimeoutInTheGroupIsKilled() {
        try (RpcClient client = server().client()) {
            client.start(Start.shell("p", "(trap '' TERM; while :; do sleep 1; done) & echo $!; wait")
                    .with("timeoutMs", 300));
            OsProcess child = printed(client);
            assertThat(end(client)).isEqualTo(new Exited("p", 2, 124, "TERM", false, Verdict.TIMEOUT));
            child.awaitEnd();
        }
    }

    @Test
    default void aClosedProcessIsForgottenAfterAWhile() {
        try (TestServer own =
                        TestServer.start(new TestSettings().spawner(spawner()).retention(Duration.ofMillis(200)));
                RpcClient client = own.client()) {
            client.start(Start.of("p", "true"));
            client.awaitClosed("p");
            Eventually.holds(
                    "the id is free",
                    Duration.ofSeconds(10),
                    () -> client.start(Start.of("p", "sleep", "60")).json().containsKey("result"));

            client.terminate("p");
            Eventually.holds("the process is forgotten", Duration.ofSeconds(10), () -> {
                Frame read = client.call("process/read", RpcClient.of("p"));
                return read.isError(-32600) && read.errorMessage().equals("unknown process id p");
            });
        }
    }

    @Test
    default void anExpiredSessionTakesItsProcessesWithIt() throws Exception {
        try (TestServer own =
                TestServer.start(new TestSettings().spawner(spawner()).ttl(Duration.ofMillis(300)))) {
            RpcClient client = own.client();
            client.start(Start.shell("p", "echo $$; trap '' TERM HUP; sleep 1000 & wait"));
            client.start(Start.shell("q", "sleep 1000 & echo $!; wait").tty());
            OsProcess leader = printed(client);
            client.awaitNotification(frame -> frame.isAbout("q"));
            OsProcess grandchild = OsProcess.numbered(client.transcript("q").text(StreamName.PTY));
            client.drop();
            leader.awaitEnd();
            grandchild.awaitEnd();

            try (RpcClient late = RpcClient.connect(own.port(), Map.of())) {
                Frame refused = late.initialize("test", client.sessionId());
                assertThat(List.of(refused.errorCode(), refused.errorMessage()))
                        .isEqualTo(List.of(-32600, "unknown session id " + client.sessionId()));
            }
        }
    }

    @Test
    default void stoppingTheServerEndsEverythingAndSaysSo() {
        TestServer own = TestServer.start(spawner());
        try (RpcClient client = own.client()) {
            client.start(Start.shell("p", "sleep 1000 & echo $!; wait"));
            OsProcess grandchild = printed(client);
            own.close();
            assertThat(client.closeCode()).isEqualTo(1001);
            grandchild.awaitEnd();
        }
    }
}
