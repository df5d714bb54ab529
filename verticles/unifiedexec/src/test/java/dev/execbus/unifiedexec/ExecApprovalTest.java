package dev.execbus.unifiedexec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecMethods.CommandParams;
import dev.execbus.protocol.ExecMethods.OutcomeResponse;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.unifiedexec.Approver.Answer;
import dev.execbus.unifiedexec.Approver.Question;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may leave the sandbox, and what happens to a command that met it. */
final class ExecApprovalTest {
    private static final SandboxParams CONFINED = SandboxChoice.WORKSPACE_WRITE.params("/work", false);

    private final List<Question> questions = new ArrayList<>();
    private Future<Answer> answer = Future.succeededFuture(Answer.APPROVED);

    private ExecGround ground(ApprovalMode mode, SandboxChoice sandbox) {
        UnifiedExecSettings settings = UnifiedExecSettings.DEFAULTS.confining(mode, sandbox);
        return new ExecGround(settings, false, settings.policy(), question -> {
            questions.add(question);
            return answer;
        });
    }

    private static Future<OutcomeResponse> run(ExecGround ground, String permissions, String justification) {
        return ground.exec()
                .execCommand(
                        new CommandParams(
                                "cmd", null, null, null, false, null, null, permissions, justification, null, null),
                        Progress.NONE);
    }

    private static List<SandboxParams> sandboxes(ExecGround ground) {
        return ground.backend().processes().stream()
                .map(process -> process.params().sandbox())
                .toList();
    }

    private static String rejected(String reason) {
        return "exec_command failed: CreateProcess { message: \"Rejected(\\\"" + reason + "\\\")\" }";
    }

    @Test
    void nothingLeavesTheSandboxByDefault() {
        ExecGround ground = ground(ApprovalMode.SANDBOXED, SandboxChoice.WORKSPACE_WRITE);
        run(ground, "use_default", null);
        assertThat(sandboxes(ground)).containsExactly(CONFINED);
        assertThat(ExecGround.failure(run(ground, "require_escalated", "please")))
                .isEqualTo(rejected("running outside the sandbox is not allowed here"));
        assertThat(questions).isEmpty();
    }

    @Test
    void withoutASandboxThereIsNothingToLeave() {
        ExecGround ground = ground(ApprovalMode.SANDBOXED, SandboxChoice.NONE);
        run(ground, "require_escalated", null);
        assertThat(sandboxes(ground)).containsExactly(SandboxParams.NONE);
    }

    @Test
    void aCommandThatMeetsItsSandboxFailsWithItsOutput() {
        ExecGround ground = ground(ApprovalMode.SANDBOXED, SandboxChoice.READ_ONLY);
        Future<OutcomeResponse> outcome = run(ground, null, null);
        ground.backend().last().prints("Read-only file system").isDenied(2).closes();
        assertThat(ExecGround.failure(outcome))
                .isEqualTo("exec_command failed: Command denied by sandbox: Read-only file system");
        assertThat(ground.backend().processes()).hasSize(1);
    }

    @Test
    void aSilentOneFailsWithItsCode() {
        ExecGround ground = ground(ApprovalMode.SANDBOXED, SandboxChoice.READ_ONLY);
        Future<OutcomeResponse> outcome = run(ground, null, null);
        ground.time().pass(3_000);
        ground.backend().last().isDenied(2).closes();
        assertThat(ExecGround.failure(outcome))
                .isEqualTo("exec_command failed: Command denied by sandbox: Process exited with code 2");
        assertThat(ground.exec().list().result()).isEmpty();
    }

    @Test
    void aCommandThatMeetsItsSandboxRunsOnceMoreWithout() {
        ExecGround ground = ground(ApprovalMode.ALLOW, SandboxChoice.WORKSPACE_WRITE);
        RecordingProgress progress = new RecordingProgress();
        Future<OutcomeResponse> outcome = ground.exec().execCommand(CommandParams.of("cmd"), progress);
        ground.backend().last().prints("denied").isDenied(1).closes();
        assertThat(sandboxes(ground)).containsExactly(CONFINED, SandboxParams.NONE);
        ground.backend().last().prints("done").exits(0).closes();

        assertThat(outcome.result().output()).isEqualTo("done");
        assertThat(progress.heard()).containsExactly("began cmd in /work", "ended 0");
        assertThat(questions).isEmpty();
        assertThat(ground.budget().used()).isPositive();
        assertThat(ground.time().running()).isZero();
    }

    @Test
    void onlyOnce() {
        ExecGround ground = ground(ApprovalMode.ALLOW, SandboxChoice.WORKSPACE_WRITE);
        Future<OutcomeResponse> outcome = run(ground, null, null);
        ground.backend().last().isDenied(1).closes();
        ground.backend().last().prints("still").isDenied(1).closes();
        assertThat(ExecGround.failure(outcome)).endsWith("Command denied by sandbox: still");
        assertThat(ground.backend().processes()).hasSize(2);
    }

    @Test
    void aPersonIsAskedBeforeItLeavesTheSandbox() {
        ExecGround ground = ground(ApprovalMode.ASK, SandboxChoice.WORKSPACE_WRITE);
        run(ground, null, null);
        assertThat(questions).isEmpty();
        run(ground, "require_escalated", "needs the network");
        assertThat(questions).containsExactly(new Question("cmd", "/work", "needs the network"));
        assertThat(sandboxes(ground)).containsExactly(CONFINED, SandboxParams.NONE);
    }

    @Test
    void aPersonIsAskedBeforeItRunsOnceMore() {
        ExecGround ground = ground(ApprovalMode.ASK, SandboxChoice.WORKSPACE_WRITE);
        run(ground, null, null);
        ground.backend().last().isDenied(1).closes();
        assertThat(questions)
                .containsExactly(
                        new Question("cmd", "/work", "the command failed in the sandbox: run it again without?"));
        assertThat(sandboxes(ground)).containsExactly(CONFINED, SandboxParams.NONE);
    }

    @Test
    void whoeverIsNotAllowedToRunItAgainIsToldOfTheFirstTime() {
        ExecGround ground = ground(ApprovalMode.ASK, SandboxChoice.WORKSPACE_WRITE);
        answer = Future.succeededFuture(Answer.DENIED);
        Future<OutcomeResponse> outcome = run(ground, null, null);
        ground.backend().last().prints("no").isDenied(1).closes();
        assertThat(ExecGround.failure(outcome)).isEqualTo("exec_command failed: Command denied by sandbox: no");
    }

    @Test
    void withoutASandboxEverythingIsAskedFor() {
        ExecGround ground = ground(ApprovalMode.ASK, SandboxChoice.NONE);
        run(ground, null, null);
        assertThat(questions).containsExactly(new Question("cmd", "/work", "the command is to run outside a sandbox"));
    }

    @Test
    void whatIsApprovedForTheSessionIsNotAskedAgain() {
        ExecGround ground = ground(ApprovalMode.ASK, SandboxChoice.NONE);
        answer = Future.succeededFuture(Answer.APPROVED_FOR_SESSION);
        run(ground, null, null);
        run(ground, null, null);
        assertThat(questions).hasSize(1);
        assertThat(ground.backend().processes()).hasSize(2);
        ground.exec().execCommand(CommandParams.of("another"), Progress.NONE);
        assertThat(questions).hasSize(2);
    }

    @Test
    void whatIsApprovedOnceIsAskedAgain() {
        ExecGround ground = ground(ApprovalMode.ASK, SandboxChoice.NONE);
        run(ground, null, null);
        run(ground, null, null);
        assertThat(questions).hasSize(2);
    }

    @Test
    void whatIsDeniedDoesNotRun() {
        ExecGround ground = ground(ApprovalMode.ASK, SandboxChoice.NONE);
        answer = Future.succeededFuture(Answer.DENIED);
        assertThat(ExecGround.failure(run(ground, null, null))).isEqualTo(rejected("rejected by user"));
        assertThat(ground.backend().processes()).isEmpty();
    }

    @Test
    void whereNobodyCanBeAskedItDoesNotRun() {
        ExecGround ground = ground(ApprovalMode.ASK, SandboxChoice.NONE);
        answer = Future.failedFuture(new ExecbusException(ErrorCode.UNSUPPORTED, "nobody is there"));
        assertThat(ExecGround.failure(run(ground, null, null)))
                .isEqualTo(rejected("approval was not given: nobody is there"));
    }
}
