package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.StreamName;
import dev.execbus.testkit.Frame;
import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import dev.execbus.testkit.Transcript;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How processes start and what they start with. */
interface StartScenarios extends OneNode {
    @Test
    default void tellsWhatHappensFromTheFirstByteToTheEnd() {
        try (RpcClient client = server().client()) {
            Frame started = client.start(Start.of("p", "/bin/sh", "-c", "printf hello; exit 3"));
            client.awaitClosed("p");

            assertThat(started.result())
                    .isEqualTo(new JsonObject().put("processId", "p").put("sandboxType", "none"));
            assertThat(client.notifications().stream().map(Frame::json))
                    .containsExactly(new JsonObject("""
                                    {"method":"process/output","params":
                                      {"processId":"p","seq":1,"stream":"stdout","chunk":"aGVsbG8="}}"""), new JsonObject("""
                                    {"method":"process/exited","params":
                                      {"processId":"p","seq":2,"exitCode":3,"sandboxDenied":false}}"""), new JsonObject("""
                                    {"method":"process/closed","params":{"processId":"p","seq":3}}"""));
        }
    }

    @Test
    default void keepsTheTwoOutputsApart() {
        try (RpcClient client = server().client()) {
            client.start(Start.shell("p", "echo out; echo err >&2"));
            Transcript told = client.awaitClosed("p");

            assertThat(List.of(told.text(StreamName.STDOUT), told.text(StreamName.STDERR)))
                    .containsExactly("out\n", "err\n");
            assertThat(told.seqs()).containsExactly(1L, 2L, 3L, 4L);
        }
    }

    @Test
    default void refusesAnIdThatIsTaken() {
        try (RpcClient client = server().client()) {
            client.start(Start.of("p", "sleep", "60"));

            Frame second = client.start(Start.of("p", "true"));
            assertThat(second.json())
                    .isEqualTo(new JsonObject()
                            .put("id", second.id())
                            .put(
                                    "error",
                                    new JsonObject().put("code", -32600).put("message", "process p already exists")));
        }
    }

    @Test
    default void aFailedStartLeavesTheIdFree() {
        try (RpcClient client = server().client()) {
            Frame failed = client.start(Start.of("p", "/nowhere/at/all"));
            assertThat(List.of(failed.errorCode(), failed.errorMessage()))
                    .isEqualTo(List.of(-32603, "No such file or directory (os error 2)"));
            client.start(Start.of("p", "true")).result();
            assertThat(client.awaitClosed("p").seqs()).containsExactly(1L, 2L);
        }
    }

    @Test
    default void givesTheChildWhatThePolicyMakes() {
        try (TestServer own = TestServer.start(new TestSettings()
                        .spawner(spawner())
                        .variable("KEPT", "yes")
                        .variable("MY_SECRET", "no"));
                RpcClient client = own.client()) {
            JsonObject policy = new JsonObject()
                    .put("inherit", "all")
                    .put("ignoreDefaultExcludes", false)
                    .put("exclude", JsonArray.of("EXCLUDED*"))
                    .put("set", new JsonObject().put("SET", "policy").put("BOTH", "policy"))
                    .put("includeOnly", JsonArray.of("KEPT", "MY_SECRET", "SET", "BOTH"));
            Start start =
                    Start.of("p", "/usr/bin/env").env(Map.of("BOTH", "env")).with("envPolicy", policy);
            client.start(start).result();

            assertThat(client.awaitClosed("p").text(StreamName.STDOUT).lines())
                    .containsExactlyInAnyOrder("KEPT=yes", "SET=policy", "BOTH=env", "PATH=/usr/bin:/bin");
        }
    }

    @Test
    default void withoutAPolicyTheChildHasNothingOfOurs() {
        try (RpcClient client = server().client()) {
            client.start(Start.of("p", "/usr/bin/env").env(Map.of("A", "b")));
            assertThat(client.awaitClosed("p").text(StreamName.STDOUT).lines())
                    .containsExactlyInAnyOrder("A=b", "PATH=/usr/bin:/bin");
        }
    }

    @Test
    default void aTerminalHasTheSizeItIsGiven() {
        try (RpcClient client = server().client()) {
            client.start(Start.of("p", "stty", "size").tty(40, 100));
            assertThat(client.awaitClosed("p").text(StreamName.PTY)).isEqualTo("40 100\r\n");
        }
    }

    @Test
    default void aResizeIsSeenByTheProgram() {
        try (RpcClient client = server().client()) {
            client.start(Start.shell("p", "stty size; read line; stty size").tty());
            client.awaitNotification(frame -> frame.method().equals("process/output"));
            client.call("process/resize", RpcClient.of("p").put("rows", 50).put("cols", 132))
                    .result();
            client.write("p", "1", new byte[] {'\n'});

            assertThat(client.awaitClosed("p").text(StreamName.PTY)).isEqualTo("24 80\r\n\r\n50 132\r\n");
        }
    }

    @Test
    default void terminateWhileStartingCancelsTheStart() {
        try (RpcClient client = server().client()) {
            CompletableFuture<Frame> started =
                    client.send("process/start", Start.of("p", "sleep", "60").params());
            assertThat(client.terminate("p")).isTrue();

            Frame answer = RpcClient.await(started);
            if (answer.json().containsKey("error")) {
                assertThat(List.of(answer.errorCode(), answer.errorMessage()))
                        .isEqualTo(List.of(-32600, "process p start was cancelled"));
                client.start(Start.of("p", "true")).result();
            }
            assertThat(client.awaitClosed("p").exited().exitCode())
                    .isEqualTo(answer.json().containsKey("error") ? 0 : 137);
        }
    }

    @Test
    default void listsWhatTheSessionHas() {
        try (RpcClient client = server().client()) {
            client.start(Start.of("done", "false"));
            client.awaitClosed("done");
            client.start(Start.shell("p", "exec sleep 60").tty());

            JsonArray listed = client.call("process/list", null).result().getJsonArray("processes");
            for (Object process : listed) {
                assertThat(((JsonObject) process).remove("pid")).isInstanceOf(Integer.class);
            }
            assertThat(listed).containsExactlyInAnyOrder(new JsonObject("""
                                    {"processId":"done","tty":false,"exited":true,"exitCode":1,
                                     "closed":true,"nextSeq":3}"""), new JsonObject("""
                                    {"processId":"p","tty":true,"exited":false,"exitCode":null,
                                     "closed":false,"nextSeq":1}"""));
        }
    }
}
