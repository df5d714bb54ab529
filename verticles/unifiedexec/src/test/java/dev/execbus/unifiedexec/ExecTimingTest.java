package dev.execbus.unifiedexec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ExecMethods.CommandSummary;
import dev.execbus.protocol.ExecMethods.OutcomeResponse;
import dev.execbus.testkit.ManualTimers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When answers are given, in a time that the test makes. */
final class ExecTimingTest {
    private final ExecGround ground = new ExecGround();
    private final ManualTimers time = ground.time();
    private final FakeBackend backend = ground.backend();

    private static void assertWaits(ManualTimers time, Future<OutcomeResponse> answer, long millis) {
        time.pass(Duration.ofMillis(millis - 1));
        assertThat(answer.isComplete()).isFalse();
        time.pass(Duration.ofMillis(1));
        assertThat(answer.succeeded()).isTrue();
    }

    @Test
    void aQuickExitTakesNoTimeAtAll() {
        Future<OutcomeResponse> answer = ground.command(false, null);
        backend.last().prints("hi\n");
        time.pass(Duration.ofMillis(40));
        backend.last().exits(3);
        assertThat(answer.isComplete()).isFalse();
        backend.last().closes();

        OutcomeResponse outcome = answer.result();
        assertThat(outcome)
                .isEqualTo(new OutcomeResponse(
                        outcome.chunkId(),
                        0,
                        3,
                        null,
                        1,
                        "hi\n",
                        "Chunk ID: " + outcome.chunkId()
                                + "\nWall time: 0.0000 seconds\nProcess exited with code 3\nOriginal token count: 1\n"
                                + "Output:\nhi\n",
                        null));
        assertThat(time.size()).isZero();
    }

    @Test
    void aCommandThatRunsOnIsAnsweredAfterItsTime() {
        Future<OutcomeResponse> answer = ground.command(false, 2_000L);
        backend.last().prints("a");
        time.pass(Duration.ofMillis(150));
        backend.last().prints("b");
        assertWaits(time, answer, 2_000);

        OutcomeResponse outcome = answer.result();
        assertThat(outcome.wallTimeSeconds()).isEqualTo(2);
        assertThat(outcome.exitCode()).isNull();
        assertThat(outcome.output()).isEqualTo("ab");
        assertThat(outcome.text())
                .isEqualTo("Chunk ID: " + outcome.chunkId() + "\nWall time: 2.0000 seconds\n"
                        + "Process running with session ID " + outcome.sessionId()
                        + "\nOriginal token count: 1\nOutput:\nab");
    }

    @Test
    void theTimeBeginsAfterTheGrace() {
        Future<OutcomeResponse> answer = ground.command(false, 1L);
        assertWaits(time, answer, 150 + 250);
        assertThat(answer.result().wallTimeSeconds()).isEqualTo(0.25);
    }

    @Test
    void nobodyWaitsForMoreThanThirtySeconds() {
        assertWaits(time, ground.command(false, 999_999L), 150 + 30_000);
    }

    @Test
    void tenSecondsAreUsual() {
        assertWaits(time, ground.command(false, null), 150 + 10_000);
    }

    @Test
    void theExitEndsTheWait() {
        Future<OutcomeResponse> answer = ground.command(false, null);
        time.pass(Duration.ofMillis(1_150));
        backend.last().prints("late").exits(0).closes();

        assertThat(answer.result().wallTimeSeconds()).isEqualTo(1);
        assertThat(answer.result().output()).isEqualTo("late");
        assertThat(answer.result().exitCode()).isZero();
    }

    @Test
    void outputThatKeepsComingAfterTheExitIsWaitedFor() {
        Future<OutcomeResponse> answer = ground.command(false, null);
        time.pass(Duration.ofMillis(1_150));
        backend.last().exits(0);
        for (int i = 0; i < 20; i++) {
            time.pass(Duration.ofMillis(8));
            backend.last().prints("x");
        }
        assertThat(answer.isComplete()).isFalse();
        time.pass(Duration.ofMillis(20));

        assertThat(answer.result().output()).isEqualTo("x".repeat(20));
    }

    @Test
    void outputAfterTheExitIsWaitedForUntilTheStreamsClose() {
        Future<OutcomeResponse> answer = ground.command(false, null);
        time.pass(Duration.ofMillis(1_150));
        backend.last().exits(0);
        time.pass(Duration.ofMillis(30));
        backend.last().prints("after");
        assertThat(answer.isComplete()).isFalse();
        backend.last().closes();

        assertThat(answer.result().output()).isEqualTo("after");
        assertThat(answer.result().wallTimeSeconds()).isEqualTo(1.03);
    }

    @Test
    void aBackgroundHolderDelaysTheAnswerByFiftyMilliseconds() {
        Future<OutcomeResponse> answer = ground.command(false, null);
        backend.last().prints("front").exits(0);
        time.pass(Duration.ofMillis(20));
        backend.last().prints(" back");
        time.pass(Duration.ofMillis(29));
        assertThat(answer.isComplete()).isFalse();
        time.pass(Duration.ofMillis(1));

        assertThat(answer.result().output()).isEqualTo("front back");
        assertThat(answer.result().wallTimeSeconds()).isEqualTo(0.05);
        assertThat(answer.result().exitCode()).isZero();
        backend.last().prints("lost");
        time.pass(Duration.ofSeconds(1));
        assertThat(backend.last().terminations()).isZero();
        assertThat(time.size()).isZero();
    }

    @Test
    void theWaitAfterAnExitEndsWithTheDeadline() {
        Future<OutcomeResponse> answer = ground.command(false, 250L);
        time.pass(Duration.ofMillis(150 + 230));
        backend.last().exits(0);
        assertWaits(time, answer, 20);
    }

    @Test
    void anEmptyPollWaitsForFiveSecondsAtLeast() {
        int id = ground.running(false);
        assertWaits(time, ground.write(id, "", null), 5_000);
        assertWaits(time, ground.write(id, null, 1L), 5_000);
        assertWaits(time, ground.write(id, "", 60_000L), 60_000);
        assertWaits(time, ground.write(id, "", 999_999L), 300_000);
    }

    @Test
    void theMostOfAnEmptyPollIsConfigured() {
        for (long most : List.of(7_000L, 1_000L)) {
            ExecGround configured = new ExecGround(ExecGround.mostEmptyPoll(Duration.ofMillis(most)));
            int id = configured.running(false);
            assertWaits(configured.time(), configured.write(id, "", 60_000L), Math.max(5_000, most));
        }
    }

    @Test
    void aWriteIsFollowedByAPauseThatDoesNotCount() {
        int id = ground.running(true);
        Future<OutcomeResponse> answer = ground.write(id, "x", null);
        assertThat(backend.last().written()).containsExactly("x");
        assertWaits(time, answer, 100 + 250);
        assertThat(answer.result().wallTimeSeconds()).isEqualTo(0.25);

        assertWaits(time, ground.write(id, "x", 999_999L), 100 + 30_000);
    }

    @Test
    void pollsOfOneCommandWaitForEachOther() {
        int id = ground.running(false);
        Future<OutcomeResponse> first = ground.write(id, "", 5_000L);
        Future<OutcomeResponse> second = ground.write(id, "", 5_000L);
        assertWaits(time, first, 5_000);
        time.pass(Duration.ofMillis(2_800));
        backend.last().exits(0).closes();

        assertThat(first.result().wallTimeSeconds()).isEqualTo(5);
        assertThat(second.result().wallTimeSeconds()).isEqualTo(2.8);
        assertThat(second.result().exitCode()).isZero();
    }

    @Test
    void callsOfDifferentCommandsDoNotWaitForEachOther() {
        Future<OutcomeResponse> one = ground.command(false, 1_000L);
        Future<OutcomeResponse> other = ground.command(false, 1_000L);
        time.pass(Duration.ofMillis(1_150));
        assertThat(one.result().sessionId()).isNotEqualTo(other.result().sessionId());
    }

    @Test
    void whatWasPrintedBetweenTwoCallsComesWithTheSecond() {
        int id = ground.running(false);
        backend.last().prints("between");
        time.pass(Duration.ofMinutes(1));
        Future<OutcomeResponse> poll = ground.write(id, "", null);
        time.pass(Duration.ofSeconds(5));
        assertThat(poll.result().output()).isEqualTo("between");

        Future<OutcomeResponse> next = ground.write(id, "", null);
        time.pass(Duration.ofSeconds(5));
        assertThat(next.result().output()).isEmpty();
    }

    @Test
    void anExitIsToldOnce() {
        int id = ground.running(false);
        backend.last().prints("bye").exits(7).closes();
        assertThat(ground.exec().list().result())
                .containsExactly(new CommandSummary(id, "cmd", "/work", false, true, 7));
        Future<OutcomeResponse> poll = ground.write(id, "", null);

        assertThat(poll.result().exitCode()).isEqualTo(7);
        assertThat(poll.result().sessionId()).isNull();
        assertThat(poll.result().output()).isEqualTo("bye");
        assertThat(ExecGround.failure(ground.write(id, "", null)))
                .isEqualTo("write_stdin failed: Unknown process id " + id);
        assertThat(ground.exec().list().result()).isEmpty();
    }

    @Test
    void aPollThatWaitedForOneThatToldTheExitKnowsNothing() {
        int id = ground.running(false);
        Future<OutcomeResponse> first = ground.write(id, "", 5_000L);
        Future<OutcomeResponse> second = ground.write(id, "", 5_000L);
        backend.last().exits(0).closes();

        assertThat(first.result().exitCode()).isZero();
        assertThat(ExecGround.failure(second)).isEqualTo("write_stdin failed: Unknown process id " + id);
    }

    @Test
    void noTimerAndNoMemoryIsLeft() {
        int id = ground.running(false);
        Future<OutcomeResponse> poll = ground.write(id, "", 60_000L);
        backend.last().prints("x".repeat(10_000)).exits(0).closes();
        assertThat(poll.succeeded()).isTrue();
        assertThat(time.size()).isZero();
        for (int i = 0; i < RecentProcesses.ENDED; i++) {
            ground.command(false, null);
            backend.last().exits(0).closes();
        }
        assertThat(time.size()).isZero();
        assertThat(ground.budget().used()).isZero();
    }
}
