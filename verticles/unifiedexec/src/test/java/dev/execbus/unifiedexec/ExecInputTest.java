package dev.execbus.unifiedexec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.client.BackendException;
import dev.execbus.protocol.ExecMethods.OutcomeResponse;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.ProcessMethods.WriteStatus;
import dev.execbus.testkit.ManualTimers;
import io.vertx.core.Future;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of what is written. */
final class ExecInputTest {
    private final ExecGround ground = new ExecGround();
    private final ManualTimers time = ground.time();
    private final FakeBackend backend = ground.backend();

    @Test
    void aTerminalEchoes() {
        int id = ground.running(true);
        Future<OutcomeResponse> answer = ground.write(id, "hi\n", null);
        backend.last().prints("hi\r\n");
        time.pass(Duration.ofMillis(350));
        assertThat(answer.result().output()).isEqualTo("hi\r\n");
        assertThat(answer.result().sessionId()).isEqualTo(id);
    }

    @Test
    void onATerminalControlCharactersAreWritten() {
        int id = ground.running(true);
        ground.write(id, "\u0004", null);
        time.pass(Duration.ofMillis(350));
        ground.write(id, "\u0003", null);
        time.pass(Duration.ofMillis(350));
        assertThat(backend.last().written()).containsExactly("\u0004", "\u0003");
        assertThat(backend.last().signals()).isEmpty();
    }

    @Test
    void withoutATerminalControlCInterrupts() {
        int id = ground.running(false);
        Future<OutcomeResponse> answer = ground.write(id, "\u0003", null);
        assertThat(backend.last().signals()).containsExactly("interrupt");
        assertThat(backend.last().written()).isEmpty();
        backend.last().exits(130).closes();
        assertThat(answer.result().exitCode()).isEqualTo(130);
    }

    @Test
    void withoutATerminalNothingElseCanBeWritten() {
        int id = ground.running(false);
        String closed = "write_stdin failed: stdin is closed for this session; "
                + "rerun exec_command with tty=true to keep stdin open";
        assertThat(ExecGround.failure(ground.write(id, "x", null))).isEqualTo(closed);
        assertThat(ExecGround.failure(ground.write(id, "\u0003\u0003", null))).isEqualTo(closed);
        assertThat(ground.exec().list().result()).hasSize(1);
    }

    @Test
    void whatIsUnknownIsNamed() {
        assertThat(ExecGround.failure(ground.write(424_242, "", null)))
                .isEqualTo("write_stdin failed: Unknown process id 424242");
    }

    @Test
    void aProcessThatTakesNothingCountsAsExited() {
        for (WriteStatus status : new WriteStatus[] {WriteStatus.UNKNOWN_PROCESS, WriteStatus.STDIN_CLOSED}) {
            int id = ground.running(true);
            backend.last().writesAre(Future.succeededFuture(status));
            Future<OutcomeResponse> answer = ground.write(id, "x", null);
            time.pass(Duration.ofMillis(20));
            backend.last().prints("end").exits(4).closes();

            assertThat(answer.result().exitCode()).isEqualTo(4);
            assertThat(answer.result().output()).isEqualTo("end");
            assertThat(answer.result().wallTimeSeconds()).isEqualTo(0.02);
        }
    }

    @Test
    void aProcessThatTakesNothingAndSaysNothingIsTerminated() {
        int id = ground.running(true);
        backend.last().writesAre(Future.succeededFuture(WriteStatus.STDIN_CLOSED));
        Future<OutcomeResponse> answer = ground.write(id, "x", null);
        time.pass(Duration.ofMillis(50));

        assertThat(answer.result().exitCode()).isNull();
        assertThat(answer.result().sessionId()).isNull();
        assertThat(backend.last().terminations()).isEqualTo(1);
    }

    @Test
    void aProcessThatIsOnlyStartingTakesNothingYet() {
        int id = ground.running(true);
        backend.last().writesAre(Future.succeededFuture(WriteStatus.STARTING));
        assertThat(ExecGround.failure(ground.write(id, "x", null)))
                .isEqualTo("write_stdin failed: failed to write to stdin");
        assertThat(ground.exec().list().result()).hasSize(1);
    }

    @Test
    void aWriteThatIsRefusedFails() {
        int id = ground.running(true);
        backend.last().writesAre(Future.failedFuture(ExecbusException.resourceExhausted("full")));
        assertThat(ExecGround.failure(ground.write(id, "x", null)))
                .isEqualTo("write_stdin failed: failed to write to stdin");
        assertThat(ground.exec().list().result()).hasSize(1);
        assertThat(backend.last().terminations()).isZero();
    }

    @Test
    void aWriteToALostPlaceEndsTheProcess() {
        int id = ground.running(true);
        backend.last().writesAre(Future.failedFuture(new BackendException("exec-server transport disconnected: cut")));
        assertThat(ExecGround.failure(ground.write(id, "x", null)))
                .isEqualTo("write_stdin failed: Unified exec process failed: exec-server transport disconnected: cut");
        assertThat(backend.last().terminations()).isEqualTo(1);
        assertThat(ExecGround.failure(ground.write(id, "x", null)))
                .isEqualTo("write_stdin failed: Unknown process id " + id);
    }

    @Test
    void aWriteThatFailsBecauseItHasExitedTellsTheExit() {
        int id = ground.running(true);
        backend.last().exits(9).closes();
        backend.last().writesAre(Future.failedFuture(new BackendException("gone")));
        assertThat(ground.write(id, "x", null).result().exitCode()).isEqualTo(9);
    }

    @Test
    void callsThatWaitForOneProcessAreBounded() {
        int id = ground.running(false);
        for (int i = 0; i < UnifiedExecSession.MOST_CALLS; i++) {
            ground.write(id, "", null);
        }
        assertThat(ExecGround.failure(ground.write(id, "", null)))
                .isEqualTo("write_stdin failed: 64 calls wait for this process, which is the limit");
    }
}
