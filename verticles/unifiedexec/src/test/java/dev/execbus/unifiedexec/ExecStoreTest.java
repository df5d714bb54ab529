package dev.execbus.unifiedexec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.client.BackendException;
import dev.execbus.protocol.ExecMethods.CommandSummary;
import dev.execbus.protocol.ExecMethods.OutcomeResponse;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many commands, and their end. */
final class ExecStoreTest {
    private final ExecGround ground = new ExecGround();
    private final FakeBackend backend = ground.backend();

    private static List<Integer> start(ExecGround ground, int count) {
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(ground.running(false));
        }
        return ids;
    }

    private static List<Integer> listed(ExecGround ground) {
        return ground.exec().list().result().stream()
                .map(CommandSummary::sessionId)
                .toList();
    }

    @Test
    void oneTooManyTakesThePlaceOfAnother() {
        List<Integer> ids = start(ground, 64);
        FakeProcess fifth = backend.processes().get(5);
        fifth.exits(0).closes();
        backend.processes().get(62).exits(0).closes();

        int newest = ground.running(false);
        assertThat(listed(ground)).hasSize(64).doesNotContain(ids.get(5)).contains(ids.get(0), ids.get(62), newest);
        assertThat(fifth.terminations()).isZero();

        ground.running(false);
        assertThat(listed(ground)).hasSize(64).doesNotContain(ids.get(0)).contains(ids.get(62));
        assertThat(backend.processes().get(0).terminations()).isEqualTo(1);
        assertThat(ground.write(ids.get(62), "", null).result().exitCode()).isZero();
        assertThat(ExecGround.failure(ground.write(ids.get(0), "", null)))
                .isEqualTo("write_stdin failed: Unknown process id " + ids.get(0));
    }

    @Test
    void beingAskedCountsAsBeingUsed() {
        ExecGround small = new ExecGround(ExecGround.processes(3, 1, 0));
        List<Integer> ids = start(small, 3);
        small.write(ids.get(0), "", null);
        small.time().pass(Duration.ofSeconds(5));
        small.running(false);
        assertThat(listed(small)).contains(ids.get(0)).doesNotContain(ids.get(1));
    }

    @Test
    void manyCommandsAreWarnedOf() {
        ExecGround small = new ExecGround(ExecGround.processes(4, 1, 3));
        start(small, 2);
        Future<OutcomeResponse> third = small.command(false, 250L);
        small.time().pass(Duration.ofMillis(400));
        String warning = "The maximum number of unified exec processes you can keep open is 4 and you currently have 3 "
                + "processes open. Reuse older processes or close them to prevent automatic pruning of old processes";
        assertThat(third.result().warning()).isEqualTo(warning);
        assertThat(third.result().text()).startsWith("Warning: " + warning + "\nChunk ID: ");

        Future<OutcomeResponse> quick = small.command(false, 250L);
        small.backend().last().exits(0).closes();
        assertThat(quick.result().warning()).isNull();
    }

    @Test
    void sixtyIsMany() {
        start(ground, 58);
        Future<OutcomeResponse> next = ground.command(false, 250L);
        ground.time().pass(Duration.ofMillis(400));
        assertThat(next.result().warning()).isNull();
        Future<OutcomeResponse> sixtieth = ground.command(false, 250L);
        ground.time().pass(Duration.ofMillis(400));
        assertThat(sixtieth.result().warning()).contains("you currently have 60 processes open");
    }

    @Test
    void whatIsTerminatedIsUnknown() {
        int id = ground.running(false);
        assertThat(ground.exec().terminate(id).result()).isTrue();
        assertThat(backend.last().terminations()).isEqualTo(1);
        assertThat(listed(ground)).isEmpty();
        assertThat(ground.exec().terminate(id).result()).isFalse();
        backend.last().exits(137).closes();
        assertThat(backend.last().terminations()).isEqualTo(1);
    }

    @Test
    void whoeverAsksOneThatIsTerminatedIsTold() {
        int id = ground.running(false);
        Future<OutcomeResponse> poll = ground.write(id, "", null);
        ground.exec().terminate(id);
        backend.last().prints("last").exits(137).closes();
        assertThat(poll.result().exitCode()).isEqualTo(137);
        assertThat(poll.result().output()).isEqualTo("last");
    }

    @Test
    void whatCannotBeTerminatedRunsOn() {
        int id = ground.running(false);
        backend.last().terminationsAre(Future.failedFuture(new BackendException("cut")));
        assertThat(ground.exec().terminate(id).failed()).isTrue();
        assertThat(listed(ground)).containsExactly(id);
        assertThat(ground.exec().list().result().getFirst().exited()).isFalse();
    }

    @Test
    void terminatingWhatHasExitedForgetsIt() {
        int id = ground.running(false);
        backend.last().exits(0).closes();
        assertThat(ground.exec().terminate(id).result()).isFalse();
        assertThat(listed(ground)).isEmpty();
        assertThat(backend.last().terminations()).isZero();
    }

    @Test
    void allCanBeTerminated() {
        start(ground, 3);
        backend.processes().get(1).exits(0).closes();
        assertThat(ground.exec().terminateAll().succeeded()).isTrue();
        assertThat(listed(ground)).isEmpty();
        assertThat(backend.processes()).extracting(FakeProcess::terminations).containsExactly(1, 0, 1);
        assertThat(ground.running(false)).isPositive();
    }

    @Test
    void whatIsOnlyStartingEndsWithTheSession() {
        Promise<Void> gate = Promise.promise();
        backend.startsWaitFor(gate.future());
        Future<OutcomeResponse> answer = ground.command(false, null);
        assertThat(ground.exec().close().succeeded()).isTrue();
        gate.complete();
        ground.time().pass(Duration.ofMillis(150));

        assertThat(ExecGround.failure(answer)).isEqualTo("exec_command failed: the session has ended");
        assertThat(backend.last().terminations()).isEqualTo(1);
        assertThat(ExecGround.failure(ground.command(false, null)))
                .isEqualTo("exec_command failed: the session has ended");
        assertThat(ground.budget().used()).isZero();
        assertThat(ground.time().size()).isZero();
    }

    @Test
    void aStartThatFailsTakesNoPlace() {
        backend.startsFail(ExecbusException.internal("no"));
        for (int i = 0; i < 100; i++) {
            assertThat(ground.command(false, null).failed()).isTrue();
        }
        assertThat(listed(ground)).isEmpty();
    }
}
