package dev.execbus.server;

import static dev.execbus.server.ExecClient.command;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.testkit.Frame;
import dev.execbus.testkit.RpcClient;
import dev.execbus.unifiedexec.ApprovalMode;
import dev.execbus.unifiedexec.SandboxChoice;
import dev.execbus.unifiedexec.UnifiedExecSettings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A person behind a client is asked before a command runs. */
@Timeout(60)
final class ExecApprovalScenariosTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(settings());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static TestSettings settings() {
        return new TestSettings()
                .eventBus()
                .unifiedExec(UnifiedExecSettings.DEFAULTS.confining(ApprovalMode.ASK, SandboxChoice.NONE));
    }

    private static ExecClient client(ClientDoor door, boolean approvals) {
        return ExecClient.through(door, server, settings(), approvals);
    }

    @ThroughEveryDoor
    void whatIsApprovedRuns(ClientDoor door) {
        try (ExecClient client = client(door, true)) {
            CompletableFuture<Frame> answer = client.send("exec/command", command("echo yes"));
            assertThat(client.answerApproval(1, "approved"))
                    .isEqualTo(new JsonObject()
                            .put("command", "echo yes")
                            .put("cwd", "/tmp")
                            .put("reason", "the command is to run outside a sandbox")
                            .put("shell", "/bin/sh"));
            assertThat(RpcClient.await(answer).result().getString("output")).isEqualTo("yes\n");

            CompletableFuture<Frame> again = client.send("exec/command", command("echo yes"));
            client.answerApproval(2, "approvedForSession");
            assertThat(RpcClient.await(again).result().getString("output")).isEqualTo("yes\n");
            assertThat(client.run(command("echo yes")).getString("output")).isEqualTo("yes\n");
        }
    }

    @ThroughEveryDoor
    void whatIsDeniedDoesNotRun(ClientDoor door) {
        try (ExecClient client = client(door, true)) {
            CompletableFuture<Frame> answer = client.send("exec/command", command("echo no"));
            client.answerApproval(1, "denied");
            assertThat(RpcClient.await(answer).errorMessage())
                    .isEqualTo(
                            "exec_command failed: CreateProcess { message: \"Rejected(\\\"rejected by user\\\")\" }");
        }
    }

    @ThroughEveryDoor
    void whatIsApprovedForItsFirstWordsIsNotAskedAgain(ClientDoor door) {
        try (ExecClient client = client(door, true)) {
            JsonArray prefix = new JsonArray().add("echo").add("a");
            CompletableFuture<Frame> answer = client.send(
                    "exec/command",
                    command("echo a b").put("prefixRule", prefix).put("callId", "one"));
            assertThat(client.answerApproval(1, "approvedForPrefix"))
                    .isEqualTo(new JsonObject()
                            .put("command", "echo a b")
                            .put("cwd", "/tmp")
                            .put("reason", "the command is to run outside a sandbox")
                            .put("shell", "/bin/sh")
                            .put("callId", "one")
                            .put("prefixRule", prefix));
            assertThat(RpcClient.await(answer).result().getString("output")).isEqualTo("a b\n");
            assertThat(client.wire()
                            .awaitNotification(frame -> frame.method().equals("exec/began"))
                            .params()
                            .getString("callId"))
                    .isEqualTo("one");
            assertThat(client.run(command("echo a c").put("workdir", "/")).getString("output"))
                    .isEqualTo("a c\n");

            CompletableFuture<Frame> other =
                    client.send("exec/command", command("echo a; echo b").put("prefixRule", prefix));
            assertThat(client.answerApproval(2, "approvedForPrefix").containsKey("prefixRule"))
                    .isFalse();
            assertThat(RpcClient.await(other).errorMessage()).contains("rejected by user");
        }
    }

    @Test
    void aClientThatDoesNotAnswerIsNotAsked() {
        try (ExecClient client = client(ClientDoor.WEB_SOCKET, false)) {
            assertThat(client.call("exec/command", command("echo no")).errorMessage())
                    .contains("approval was not given: the client does not answer questions (capability approvals)");
        }
    }

    @Test
    void anAnswerThatMakesNoSenseIsNoApproval() {
        try (ExecClient client = client(ClientDoor.WEB_SOCKET, true)) {
            CompletableFuture<Frame> first = client.send("exec/command", command("echo no"));
            client.answerApproval(1, "maybe");
            assertThat(RpcClient.await(first).errorMessage()).contains("unknown variant `maybe`");

            CompletableFuture<Frame> second = client.send("exec/command", command("echo no"));
            client.wire().awaitNotification(frame -> "s2".equals(frame.json().getString("id")));
            client.wire().raw("{\"id\":\"s2\",\"error\":{\"code\":-32601,\"message\":\"what?\"}}");
            assertThat(RpcClient.await(second).errorMessage()).contains("the client refused: what?");
            client.wire().raw("{\"id\":\"s2\",\"result\":{\"decision\":\"approved\"}}");
            assertThat(client.call("exec/list", new JsonObject()).result()).isNotNull();
        }
    }

    @Test
    void anAnswerToNothingEndsTheConnection() {
        try (ExecClient client = client(ClientDoor.WEB_SOCKET, true)) {
            client.wire().raw("{\"id\":\"s1\",\"result\":{\"decision\":\"approved\"}}");
            assertThat(client.wire().closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void whoeverIsGoneHasNotApproved() {
        String sessionId;
        try (ExecClient client = client(ClientDoor.WEB_SOCKET, true)) {
            sessionId = client.sessionId();
            client.send("exec/command", command("echo no").put("opId", "asked"));
            client.wire().awaitNotification(frame -> frame.method().equals("exec/approve"));
            client.wire().drop();
        }
        try (RpcClient resumed = server.resumed(sessionId)) {
            Frame answer = resumed.call("exec/command", command("echo no").put("opId", "asked"));
            assertThat(List.of(answer.errorCode(), answer.errorMessage().contains("approval was not given")))
                    .isEqualTo(List.of(-32600, true));
        }
    }
}
