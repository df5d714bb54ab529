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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may leave the sandbox, and what happens to a command that met it. */
final class ExecApprovalTest {
    private static final SandboxParams CONFINED = SandboxChoice.WORKSPACE_WRITE.params("/work", false);

    private static final String OUTSIDE = "the command is to run outside a sandbox";
    private static final List<String> PULL = List.of("git", "pull");

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
                                "cmd",
                                null,
                                null,
                                null,
                                false,
                                null,
                                null,
                                permissions,
                                justification,
                                null,
                                null,
                                null),
                        Progress.NONE);
    }

    private static CommandParams prefixed(String cmd, String workdir, String shell, List<String> prefixRule) {
        return new CommandParams(
                cmd, workdir, shell, null, false, null, null, "require_escalated", null, prefixRule, null, null);
    }

    private static Future<OutcomeResponse> run(ExecGround ground, CommandParams command) {
        return ground.exec().execCommand(command, Progress.NONE);
    }

    private static Question question(String cmd, String reason, List<String> prefix) {
        return new Question(cmd, "/work", reason, null, null, null, prefix);
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
        ground.time().pass(Duration.ofSeconds(3));
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
        assertThat(ground.time().size()).isZero();
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
        assertThat(questions).containsExactly(question("cmd", "needs the network", null));
        assertThat(sandboxes(ground)).containsExactly(CONFINED, SandboxParams.NONE);
    }

    @Test
    void aPersonIsAskedBeforeItRunsOnceMore() {
        ExecGround ground = ground(ApprovalMode.ASK, SandboxChoice.WORKSPACE_WRITE);
        run(ground, null, null);
        ground.backend().last().isDenied(1).closes();
        assertThat(questions)
                .containsExactly(question("cmd", "the command failed in the sandbox: run it again without?", null));
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
        assertThat(questions).containsExactly(question("cmd", OUTSIDE, null));
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
    void whoIsAskedIsToldWhichCallItIs() {
        ExecGround ground = ground(ApprovalMode.ASK, SandboxChoice.NONE);
        RecordingProgress progress = new RecordingProgress();
        ground.exec().execCommand(CommandParams.of("cmd").named("c1"), progress);
        ground.time().pass(Duration.ofMillis(400));
        assertThat(questions).containsExactly(new Question("cmd", "/work", OUTSIDE, null, null, "c1", null));
        assertThat(progress.heard()).containsExactly("began cmd in /work as c1");
    }

    @Test
    void whatIsApprovedForItsFirstWordsIsNotAskedAgain() {
        ExecGround ground = ground(ApprovalMode.ASK, SandboxChoice.WORKSPACE_WRITE);
        answer = Future.succeededFuture(Answer.APPROVED_FOR_PREFIX);
        run(ground, prefixed("git pull origin", null, null, PULL));
        run(ground, prefixed("git pull", "elsewhere", null, null));
        assertThat(questions).containsExactly(question("git pull origin", OUTSIDE, PULL));
        assertThat(sandboxes(ground)).containsExactly(SandboxParams.NONE, SandboxParams.NONE);

        run(ground, prefixed("git push", null, null, PULL));
        run(ground, prefixed("git pull; rm x", null, null, PULL));
        assertThat(questions.subList(1, questions.size()))
                .containsExactly(question("git push", OUTSIDE, null), question("git pull; rm x", OUTSIDE, null));
        assertThat(ground.backend().processes()).hasSize(2);
    }

    @Test
    void firstWordsAreApprovedForOneShell() {
        ExecGround ground = ground(ApprovalMode.ASK, SandboxChoice.NONE);
        answer = Future.succeededFuture(Answer.APPROVED_FOR_PREFIX);
        run(ground, prefixed("git pull", null, null, PULL));
        run(ground, prefixed("git pull", null, "/work/sh", null));
        assertThat(questions)
                .containsExactly(
                        question("git pull", OUTSIDE, PULL),
                        new Question("git pull", "/work", OUTSIDE, "/work/sh", null, null, null));
        assertThat(ground.backend().processes()).hasSize(1);
    }

    @Test
    void firstWordsThatWereNotOfferedAreNoApproval() {
        ExecGround ground = ground(ApprovalMode.ASK, SandboxChoice.NONE);
        answer = Future.succeededFuture(Answer.APPROVED_FOR_PREFIX);
        assertThat(ExecGround.failure(run(ground, prefixed("git pull; rm x", null, null, PULL))))
                .isEqualTo(rejected("rejected by user"));
        assertThat(ground.backend().processes()).isEmpty();
    }

    @Test
    void theOldestFirstWordsAreAskedForAgain() {
        ExecGround ground = ground(ApprovalMode.ASK, SandboxChoice.NONE);
        answer = Future.succeededFuture(Answer.APPROVED_FOR_PREFIX);
        for (int i = 0; i <= Approvals.REMEMBERED; i++) {
            run(ground, prefixed("git " + i, null, null, List.of("git", String.valueOf(i))));
            ground.backend().last().exits(0).closes();
        }
        questions.clear();
        run(ground, prefixed("git 1", null, null, null));
        assertThat(questions).isEmpty();
        run(ground, prefixed("git 0", null, null, null));
        assertThat(questions).containsExactly(question("git 0", OUTSIDE, null));
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
