package dev.execbus.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.filesystem.CageAnswer.Opened;
import dev.execbus.filesystem.CageAnswer.Ready;
import dev.execbus.filesystem.CageAnswers.Awaited;
import dev.execbus.testkit.Eventually;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CageAnswersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private OutputStream said;
    private final List<CageAnswer> nobodys = Collections.synchronizedList(new ArrayList<>());
    private final List<String> ends = Collections.synchronizedList(new ArrayList<>());
    private final BlockingQueue<Long> asked = new LinkedBlockingQueue<>();
    private CageAnswers answers;

    @BeforeEach
    void connect() throws IOException {
        Pipe pipe = Pipe.open();
        said = Channels.newOutputStream(pipe.sink());
        answers = new CageAnswers(Channels.newInputStream(pipe.source()), nobodys::add, complaint -> {
            ends.add(complaint);
            answers.failAll();
        });
    }

    @AfterEach
    void hangUp() throws IOException {
        said.close();
    }

    /** The threads end with their answers, or when nothing more is said. */
    private CompletableFuture<CageAnswer> ask() throws InterruptedException {
        CompletableFuture<CageAnswer> answer = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            Awaited awaited = answers.expect(PATIENCE);
            asked.add(awaited.id());
            try {
                answer.complete(answers.await(awaited));
            } catch (InterruptedException e) {
                answer.completeExceptionally(e);
            } finally {
                answers.forget(awaited);
            }
        });
        return answer;
    }

    private long askedId() throws InterruptedException {
        return asked.poll(30, TimeUnit.SECONDS);
    }

    private void say(long id, CageAnswer answer) throws IOException {
        CageAnswerCodec.encode(answer).send(id, said);
    }

    private static CageAnswer answerOf(CompletableFuture<CageAnswer> asked) throws Exception {
        return asked.get(30, TimeUnit.SECONDS);
    }

    @Test
    void everybodyGetsTheirsInWhateverOrder() throws Exception {
        List<CompletableFuture<CageAnswer>> asking = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            asking.add(ask());
            ids.add(askedId());
        }
        for (int i = 19; i >= 0; i--) {
            say(ids.get(i), new Opened(i));
            assertThat(answerOf(asking.get(i))).isEqualTo(new Opened(i));
        }
        assertThat(nobodys).isEmpty();
    }

    @Test
    void somebodyReadsOnAfterTheOneWhoRead() throws Exception {
        CompletableFuture<CageAnswer> first = ask();
        long firstId = askedId();
        CompletableFuture<CageAnswer> second = ask();
        long secondId = askedId();

        say(firstId, new Ready());
        assertThat(answerOf(first)).isEqualTo(new Ready());
        say(secondId, new Opened(2));
        assertThat(answerOf(second)).isEqualTo(new Opened(2));
    }

    @Test
    void whatNobodyWaitsForIsHandedOver() throws Exception {
        CompletableFuture<CageAnswer> asking = ask();
        long id = askedId();
        say(id + 1000, new Opened(7));
        say(id, new Ready());

        assertThat(answerOf(asking)).isEqualTo(new Ready());
        assertThat(nobodys).containsExactly(new Opened(7));
    }

    @Test
    void everybodyIsToldOfTheEnd() throws Exception {
        CompletableFuture<CageAnswer> one = ask();
        CompletableFuture<CageAnswer> other = ask();
        askedId();
        askedId();
        said.close();

        assertThat(answerOf(one)).isNull();
        assertThat(answerOf(other)).isNull();
        assertThat(ends).containsExactly("");
    }

    @Test
    void nonsenseIsTheEndToo() throws Exception {
        CompletableFuture<CageAnswer> asking = ask();
        askedId();
        said.write(new byte[] {-1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        said.flush();

        assertThat(answerOf(asking)).isNull();
        assertThat(ends).hasSize(1).allMatch(complaint -> complaint.startsWith("its answer makes no sense: "));
    }

    @Test
    void whoIsInterruptedWhileAnotherReadsWaitsNoLonger() throws Exception {
        CompletableFuture<CageAnswer> reading = ask();
        long id = askedId();
        CompletableFuture<CageAnswer> interrupted = new CompletableFuture<>();
        Thread waiting = Thread.ofPlatform().daemon().start(() -> {
            Awaited awaited = answers.expect(PATIENCE);
            try {
                interrupted.complete(answers.await(awaited));
            } catch (InterruptedException e) {
                interrupted.completeExceptionally(e);
            } finally {
                answers.forget(awaited);
            }
        });
        Eventually.holds("it waits", Duration.ofSeconds(10), () -> waiting.getState() == Thread.State.WAITING);
        waiting.interrupt();

        assertThatThrownBy(() -> answerOf(interrupted))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        say(id, new Ready());
        assertThat(answerOf(reading)).isEqualTo(new Ready());
    }

    @Test
    void itIsKnownWhoseAnswerIsOverdue() {
        assertThat(answers.overdue()).isNull();
        Awaited awaited = answers.expect(Duration.ofNanos(1));
        assertThat(answers.overdue()).isEqualTo(Duration.ofNanos(1));
        answers.forget(awaited);
        assertThat(answers.overdue()).isNull();
    }
}
