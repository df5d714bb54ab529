package dev.execbus.unifiedexec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ExecMethods.OutcomeResponse;
import dev.execbus.protocol.ExecMethods.WriteStdinParams;
import dev.execbus.testkit.ManualTimers;
import dev.execbus.unifiedexec.Progress.Ended;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is told while a command runs, and when its end is. */
final class ExecProgressTest {
    private final ExecGround ground = new ExecGround();
    private final ManualTimers time = ground.time();
    private final FakeBackend backend = ground.backend();
    private final RecordingProgress progress = new RecordingProgress();

    private Future<OutcomeResponse> command(boolean tty) {
        return ground.exec().execCommand(ExecGround.command("cmd", tty, 250L), progress);
    }

    private Future<OutcomeResponse> write(int id, String chars, Progress listener) {
        return ground.exec().writeStdin(new WriteStdinParams(id, chars, null, null), listener);
    }

    @Test
    void aQuickCommandTellsItsBeginningAndItsEnd() {
        Future<OutcomeResponse> answer = command(false);
        backend.last().prints("hi").exits(3).closes();

        assertThat(progress.heard()).containsExactly("began cmd in /work", "ended 3");
        assertThat(progress.ends()).containsExactly(new Ended(number(), 3, true, "hi"));
        assertThat(answer.succeeded()).isTrue();
    }

    private int number() {
        return Integer.parseInt(backend.last().params().processId().replaceFirst("-.*", ""));
    }

    @Test
    void outputOfTheGraceIsNotToldButKept() {
        command(false);
        backend.last().prints("early ");
        time.pass(Duration.ofMillis(150));
        backend.last().prints("late");
        backend.last().exits(0).closes();

        assertThat(progress.heard()).containsExactly("began cmd in /work", "output late", "ended 0");
        assertThat(progress.ends().getFirst().output()).isEqualTo("early late");
        assertThat(progress.ends().getFirst().failed()).isFalse();
    }

    @Test
    void outputGoesOnAfterTheAnswer() {
        Future<OutcomeResponse> answer = command(false);
        time.pass(Duration.ofMillis(400));
        assertThat(answer.succeeded()).isTrue();
        backend.last().prints("more").exits(1).closes();
        assertThat(progress.heard()).containsExactly("began cmd in /work", "output more", "ended 1");
        backend.last().prints("nobody's");
        assertThat(progress.heard()).hasSize(3);
    }

    @Test
    void theEndWaitsForTheStreamsOrAHundredMilliseconds() {
        command(false);
        time.pass(Duration.ofMillis(400));
        backend.last().exits(0);
        time.pass(Duration.ofMillis(60));
        backend.last().prints("trailing");
        time.pass(Duration.ofMillis(39));
        assertThat(progress.ends()).isEmpty();
        time.pass(Duration.ofMillis(1));
        assertThat(progress.heard()).endsWith("output trailing", "ended 0");
    }

    @Test
    void theEndComesAfterTheAnswer() {
        Future<OutcomeResponse> answer = command(false);
        answer.onComplete(done -> progress.heard().add("answered"));
        time.pass(Duration.ofMillis(200));
        backend.last().exits(0).closes();
        assertThat(progress.heard()).containsExactly("began cmd in /work", "answered", "ended 0");
    }

    @Test
    void charactersAreNotCutButTheRestComesAtTheEnd() {
        command(false);
        time.pass(Duration.ofMillis(150));
        byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
        backend.last().prints(new byte[] {'a', euro[0]}).prints(new byte[] {euro[1], euro[2], euro[0]});
        assertThat(progress.heard()).containsExactly("began cmd in /work", "output a", "output €");
        backend.last().exits(0).closes();
        assertThat(progress.heard()).endsWith("output \uFFFD", "ended 0");
    }

    @Test
    void aFailureIsPartOfTheEnd() {
        command(false);
        time.pass(Duration.ofMillis(150));
        backend.last().prints("out").fails("it is lost");
        assertThat(progress.ends()).containsExactly(new Ended(number(), -1, true, "out\nit is lost"));
    }

    @Test
    void whoWritesHearsUntilTheAnswer() {
        command(true);
        time.pass(Duration.ofMillis(400));
        int id = number();
        RecordingProgress other = new RecordingProgress();
        write(id, "x", other);
        backend.last().prints("echo");
        time.pass(Duration.ofMillis(350));
        backend.last().prints("later");

        assertThat(other.heard()).containsExactly("output echo", "interaction x");
        assertThat(progress.heard())
                .containsExactly("began cmd in /work", "output echo", "interaction x", "output later");
    }

    @Test
    void lookingIsToldOnlyWhileItRuns() {
        command(false);
        time.pass(Duration.ofMillis(400));
        int id = number();
        write(id, "", Progress.NONE);
        time.pass(Duration.ofSeconds(5));
        assertThat(progress.heard()).containsExactly("began cmd in /work", "interaction ");
        write(id, "", Progress.NONE);
        backend.last().exits(0).closes();
        assertThat(progress.heard()).containsExactly("began cmd in /work", "interaction ", "ended 0");
    }

    @Test
    void theTranscriptHasEverything() {
        command(false);
        backend.last().prints("a");
        time.pass(Duration.ofMillis(400));
        backend.last().prints("b");
        int id = number();
        assertThat(ground.exec().transcript(id).result().orElseThrow().utf8()).isEqualTo("ab");
        write(id, "", Progress.NONE);
        backend.last().prints("c").exits(0).closes();
        assertThat(ground.exec().transcript(id).result().orElseThrow().utf8()).isEqualTo("abc");
        assertThat(ground.exec().transcript(1).result()).isEmpty();
    }

    @Test
    void transcriptsOfTheLastThatEndedAreKept() {
        command(false);
        int id = number();
        backend.last().prints("x").exits(0).closes();
        for (int i = 0; i < RecentProcesses.ENDED - 1; i++) {
            command(false);
            backend.last().exits(0).closes();
        }
        assertThat(ground.exec().transcript(id).result()).isPresent();
        command(false);
        backend.last().exits(0).closes();
        assertThat(ground.exec().transcript(id).result()).isEmpty();
    }
}
