package dev.execbus.unifiedexec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.client.BackendException;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecMethods.CommandParams;
import dev.execbus.protocol.ExecMethods.OutcomeResponse;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The words of failures, at a place here and at one behind a connection. */
final class ExecFailuresTest {
    private static final String NO_FILE = "No such file or directory (os error 2)";

    private final ExecGround local = new ExecGround();
    private final ExecGround remote =
            new ExecGround(UnifiedExecSettings.DEFAULTS, true, UnifiedExecSettings.DEFAULTS.policy(), Approver.NOBODY);

    private static String failedStart(ExecGround ground, Throwable cause) {
        ground.backend().startsFail(cause);
        return ExecGround.failure(ground.command(false, null));
    }

    private static ErrorCode code(Future<?> future) {
        return ((ExecbusException) future.cause()).code();
    }

    @Test
    void aStartThatFailsHere() {
        assertThat(failedStart(local, ExecbusException.internal(NO_FILE)))
                .isEqualTo("exec_command failed: CreateProcess { message: \"Rejected(\\\"Failed to create unified exec "
                        + "process: No such file or directory (os error 2)\\\")\" }");
    }

    @Test
    void aStartThatFailsElsewhere() {
        assertThat(failedStart(remote, ExecbusException.internal(NO_FILE)))
                .isEqualTo(
                        "exec_command failed: CreateProcess { message: \"Rejected(\\\"Failed to create unified exec "
                                + "process: exec-server rejected request (-32603): No such file or directory (os error 2)\\\")\" }");
    }

    @Test
    void aPlaceThatCannotBeReached() {
        assertThat(failedStart(remote, new BackendException("exec-server transport disconnected: \"x\"")))
                .isEqualTo("exec_command failed: CreateProcess { message: \"Rejected(\\\"Failed to create unified exec "
                        + "process: exec-server transport disconnected: \\\\\\\"x\\\\\\\"\\\")\" }");
    }

    @Test
    void theCodeSaysWhetherTryingAgainMayHelp() {
        for (ErrorCode code : ErrorCode.values()) {
            local.backend().startsFail(new ExecbusException(code, "x"));
            ErrorCode told = code(local.command(false, null));
            switch (code) {
                case INVALID_PARAMS, RESOURCE_EXHAUSTED, UNSUPPORTED, WORKER_UNAVAILABLE ->
                    assertThat(told).isEqualTo(code);
                case INVALID_REQUEST,
                        METHOD_NOT_FOUND,
                        INTERNAL,
                        NOT_FOUND,
                        SESSION_ALREADY_ATTACHED,
                        STALE_ATTACHMENT,
                        CONFLICT -> assertThat(told).isEqualTo(ErrorCode.INTERNAL);
            }
        }
        local.backend().startsFail(new BackendException("x"));
        assertThat(code(local.command(false, null))).isEqualTo(ErrorCode.WORKER_UNAVAILABLE);
    }

    @Test
    void aPlaceIsAskedAgainWhatItIsLike() {
        local.backend().infoIs(Future.failedFuture(ExecbusException.internal("not yet")));
        assertThat(ExecGround.failure(local.command(false, null))).contains("not yet");
        local.backend().infoIs(new FakeBackend().environmentInfo());
        local.command(false, null);
        assertThat(local.backend().processes()).hasSize(1);
    }

    @Test
    void aPathThatIsNone() {
        CommandParams command =
                new CommandParams("x", "a\0b", null, null, false, null, null, null, null, null, null, null);
        assertThat(ExecGround.failure(local.exec().execCommand(command, Progress.NONE)))
                .startsWith("exec_command failed: CreateProcess { message: ");
        assertThat(local.backend().processes()).isEmpty();
    }

    @Test
    void aCommandWithoutACommandLine() {
        assertThat(ExecGround.failure(local.exec().execCommand(CommandParams.of(null), Progress.NONE)))
                .isEqualTo("exec_command failed: missing command line for unified exec request");
    }

    @Test
    void aCommandThatIsLost() {
        Future<OutcomeResponse> answer = remote.command(false, null);
        remote.time().pass(Duration.ofSeconds(1));
        remote.backend().last().prints("x").fails("session \"s\" is lost");
        assertThat(ExecGround.failure(answer))
                .isEqualTo("exec_command failed: ProcessFailed { message: \"session \\\"s\\\" is lost\" }");
        assertThat(remote.exec().list().result()).isEmpty();
    }

    @Test
    void aCommandThatIsLostAtOnce() {
        Future<OutcomeResponse> answer = remote.command(false, null);
        remote.backend().last().fails("lost");
        assertThat(ExecGround.failure(answer)).isEqualTo("exec_command failed: ProcessFailed { message: \"lost\" }");
    }

    @Test
    void aCommandThatIsLostWhileItIsPolled() {
        int id = remote.running(false);
        Future<OutcomeResponse> poll = remote.write(id, "", null);
        remote.backend().last().fails("recovery timed out after 45s");
        assertThat(ExecGround.failure(poll))
                .isEqualTo("write_stdin failed: Unified exec process failed: recovery timed out after 45s");
        assertThat(ExecGround.failure(remote.write(id, "", null)))
                .isEqualTo("write_stdin failed: Unknown process id " + id);
    }

    @Test
    void aFailureAfterTheExitIsAFailure() {
        int id = remote.running(false);
        remote.backend().last().exits(0).fails("first").fails("second");
        assertThat(ExecGround.failure(remote.write(id, "", null)))
                .isEqualTo("write_stdin failed: Unified exec process failed: first");
    }

    @Test
    void commandsThatAreBeingStartedAreBounded() {
        ExecGround ground = new ExecGround(ExecGround.processes(2, 1, 0));
        ground.command(false, null);
        ground.command(false, null);
        Future<OutcomeResponse> third = ground.command(false, null);
        assertThat(ExecGround.failure(third))
                .isEqualTo("exec_command failed: 2 commands are being started or have been for a moment, "
                        + "which is the limit");
        assertThat(code(third)).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED);
        ground.time().pass(Duration.ofMillis(150));
        assertThat(ground.command(false, null).failed()).isFalse();
    }

    @Test
    void textsAreShownAsTheReferenceDoes() {
        assertThat(RustText.debug("a\"b\\c\n\r\t\0\u001b'ä€😀")).isEqualTo("\"a\\\"b\\\\c\\n\\r\\t\\0\\u{1b}'ä€😀\"");
    }
}
