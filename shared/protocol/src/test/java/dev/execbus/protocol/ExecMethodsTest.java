package dev.execbus.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.protocol.ExecMethods.ApproveParams;
import dev.execbus.protocol.ExecMethods.ApproveResponse;
import dev.execbus.protocol.ExecMethods.BeganNotification;
import dev.execbus.protocol.ExecMethods.CommandParams;
import dev.execbus.protocol.ExecMethods.Decision;
import dev.execbus.protocol.ExecMethods.OutcomeResponse;
import dev.execbus.protocol.ExecMethods.SessionParams;
import dev.execbus.protocol.ExecMethods.WriteStdinParams;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ExecMethodsTest {
    private static CommandParams command(Object params) {
        return ExecMethods.COMMAND.decoder().decode(RpcFrames.tree(params), Dialect.STRICT);
    }

    private static WriteStdinParams write(Object params) {
        return ExecMethods.WRITE_STDIN.decoder().decode(RpcFrames.tree(params), Dialect.STRICT);
    }

    private static void assertInvalid(Object params, String message) {
        assertThatThrownBy(() -> command(params))
                .isInstanceOf(ExecbusException.class)
                .hasMessage(message);
    }

    @Test
    void aCommandNeedsNothingElse() {
        assertThat(command(Map.of("cmd", "ls")))
                .isEqualTo(CommandParams.of("ls"))
                .isEqualTo(new CommandParams("ls", null, null, null, false, null, null, null, null, null, null, null));
    }

    @Test
    void everythingCanBeSaid() {
        assertThat(command(Map.ofEntries(
                        Map.entry("cmd", "ls"),
                        Map.entry("workdir", "sub"),
                        Map.entry("shell", "zsh"),
                        Map.entry("login", false),
                        Map.entry("tty", true),
                        Map.entry("yieldTimeMs", 1),
                        Map.entry("maxOutputTokens", 2),
                        Map.entry("sandboxPermissions", "require_escalated"),
                        Map.entry("justification", "why"),
                        Map.entry("prefixRule", List.of("git", "pull")),
                        Map.entry("environmentId", "box"),
                        Map.entry("callId", "c1"),
                        Map.entry("more", 1))))
                .isEqualTo(new CommandParams(
                        "ls",
                        "sub",
                        "zsh",
                        false,
                        true,
                        1L,
                        2L,
                        "require_escalated",
                        "why",
                        List.of("git", "pull"),
                        "box",
                        "c1"));
    }

    @Test
    void whatIsWrongIsNamed() {
        assertInvalid(Map.of(), "missing field `cmd`");
        assertInvalid(Map.of("cmd", 1), "invalid type: number, expected a string");
        assertInvalid(Map.of("cmd", "x", "login", "yes"), "invalid type: string \"yes\", expected a boolean");
        assertInvalid(Map.of("cmd", "x", "yieldTimeMs", -1), "invalid number");
        assertInvalid(
                Map.of("cmd", "x", "sandboxPermissions", "all"),
                "unknown variant `all`, expected `use_default` or `require_escalated`");
        assertInvalid(Map.of("cmd", "x", "prefixRule", "git"), "invalid type: string \"git\", expected a sequence");
    }

    @Test
    void whatIsSentIsRead() {
        CommandParams sent = new CommandParams(
                "ls", "sub", "zsh", false, true, 1L, 2L, "use_default", "why", List.of("ls"), "box", "c1");
        assertThat(command(ExecWire.params(sent))).isEqualTo(sent);
        assertThat(command(ExecWire.params(sent.named(null)))).isEqualTo(sent.named(null));
    }

    @Test
    void callsHaveShortNames() {
        String longest = "x".repeat(128);
        assertThat(command(Map.of("cmd", "ls", "callId", longest)))
                .isEqualTo(CommandParams.of("ls").named(longest));
        for (Object wrong : List.of("", longest + "x", 1)) {
            assertInvalid(Map.of("cmd", "ls", "callId", wrong), "callId must be a string of 1 to 128 characters");
        }
    }

    @Test
    void inputNeedsACommand() {
        assertThat(write(Map.of("sessionId", 1_000))).isEqualTo(new WriteStdinParams(1_000, null, null, null));
        assertThat(write(Map.of("sessionId", 5, "chars", "x", "yieldTimeMs", 3, "maxOutputTokens", 4)))
                .isEqualTo(new WriteStdinParams(5, "x", 3L, 4L));
        assertThatThrownBy(() -> write(Map.of("chars", "x"))).hasMessage("missing field `sessionId`");
    }

    @Test
    void numbersOutOfEveryRangeNameNothing() {
        assertThat(ExecMethods.TERMINATE
                        .decoder()
                        .decode(RpcFrames.tree(Map.of("sessionId", Long.MAX_VALUE)), Dialect.STRICT))
                .isEqualTo(new SessionParams(Integer.MAX_VALUE));
    }

    @Test
    void whatIsNotKnownIsAbsent() {
        JsonNode tree = RpcFrames.tree(new OutcomeResponse("c", 0.5, null, 7, 1, "o", "t", null));
        assertThat(tree)
                .isEqualTo(RpcFrames.tree(Map.of(
                        "chunkId",
                        "c",
                        "wallTimeSeconds",
                        0.5,
                        "sessionId",
                        7,
                        "originalTokenCount",
                        1L,
                        "output",
                        "o",
                        "text",
                        "t")));
    }

    @Test
    void ofACallWithoutANameNoneIsTold() {
        assertThat(RpcFrames.tree(new BeganNotification(7, "ls", "/", null)))
                .isEqualTo(RpcFrames.tree(Map.of("sessionId", 7, "cmd", "ls", "cwd", "/")));
        assertThat(RpcFrames.tree(new BeganNotification(7, "ls", "/", "c1")))
                .isEqualTo(RpcFrames.tree(Map.of("sessionId", 7, "cmd", "ls", "cwd", "/", "callId", "c1")));
        assertThat(RpcFrames.tree(new ApproveParams("ls", "/", "why", null, null, null, null)))
                .isEqualTo(RpcFrames.tree(Map.of("command", "ls", "cwd", "/", "reason", "why")));
        assertThat(RpcFrames.tree(new ApproveParams("ls", "/", "why", "sh", "box", "c1", List.of("ls"))))
                .isEqualTo(RpcFrames.tree(Map.of(
                        "command",
                        "ls",
                        "cwd",
                        "/",
                        "reason",
                        "why",
                        "shell",
                        "sh",
                        "environmentId",
                        "box",
                        "callId",
                        "c1",
                        "prefixRule",
                        List.of("ls"))));
    }

    @Test
    void clientsSayWhetherTheyAnswer() {
        assertThat(ExecMethods.answersApprovals(null)).isFalse();
        assertThat(ExecMethods.answersApprovals(RpcFrames.tree(Map.of("clientName", "x"))))
                .isFalse();
        assertThat(ExecMethods.answersApprovals(RpcFrames.tree(Map.of("capabilities", Map.of()))))
                .isFalse();
        assertThat(ExecMethods.answersApprovals(RpcFrames.tree(Map.of("capabilities", Map.of("approvals", true)))))
                .isTrue();
    }

    @Test
    void answersOfClientsAreRead() {
        for (Decision decision : Decision.values()) {
            ApproveResponse response = new ApproveResponse(decision);
            assertThat(ApproveResponse.decode(RpcFrames.tree(response))).isEqualTo(response);
        }
        assertThatThrownBy(() -> ApproveResponse.decode(RpcFrames.tree(Map.of("decision", "yes"))))
                .hasMessage("unknown variant `yes`, expected one of `approved`, `approvedForSession`, "
                        + "`approvedForPrefix`, `denied`");
    }
}
