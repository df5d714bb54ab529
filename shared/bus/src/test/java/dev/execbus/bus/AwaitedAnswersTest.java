package dev.execbus.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AwaitedAnswersTest {
    private static final NodeName NODE = new NodeName("w1");
    private static final String ADDRESS = "execbus.processes.w1";

    private final AwaitedAnswers awaited = new AwaitedAnswers();
    private final Throwable lost = new IllegalStateException("lost");
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void anAnswerArrivesAsItIs() {
        Promise<String> answer = Promise.promise();
        Promise<String> failure = Promise.promise();
        Future<String> answered = awaited.watch(ADDRESS, answer.future());
        Future<String> failed = awaited.watch(ADDRESS, failure.future());

        answer.complete("yes");
        failure.fail(lost);

        assertThat(answered.result()).isEqualTo("yes");
        assertThat(failed.cause()).isSameAs(lost);
    }

    @Test
    void whatALostNodeOwesFailsAndNothingElse() {
        Promise<String> other = Promise.promise();
        Future<String> first = awaited.watch(ADDRESS, Promise.<String>promise().future());
        Future<String> second =
                awaited.watch("execbus.files.w1", Promise.<String>promise().future());
        Future<String> elsewhere = awaited.watch("execbus.processes.w2", other.future());

        awaited.fail(NODE, lost);

        assertThat(first.cause()).isSameAs(lost);
        assertThat(second.cause()).isSameAs(lost);
        assertThat(elsewhere.isComplete()).isFalse();
        other.complete("alive");
        assertThat(elsewhere.result()).isEqualTo("alive");
    }

    @Test
    void anAnswerThatComesAfterTheLossIsIgnored() {
        Promise<String> late = Promise.promise();
        Future<String> answer = awaited.watch(ADDRESS, late.future());
        awaited.fail(NODE, lost);

        late.complete("late");

        assertThat(answer.cause()).isSameAs(lost);
        assertThat(awaited.nodes()).isZero();
    }

    @Test
    void whatIsAskedAfterTheLossIsWaitedFor() {
        awaited.fail(NODE, lost);
        Promise<String> answer = Promise.promise();
        Future<String> again = awaited.watch(ADDRESS, answer.future());

        answer.complete("back");

        assertThat(again.result()).isEqualTo("back");
    }

    @Test
    void aFailureArrivesOnTheContextThatAsked() throws Exception {
        Context asking = vertx.getOrCreateContext();
        CompletableFuture<Context> heardOn = new CompletableFuture<>();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        asking.runOnContext(ignored -> {
            awaited.watch(ADDRESS, Promise.promise().future())
                    .onComplete(done -> heardOn.complete(Vertx.currentContext()));
            asked.complete(null);
        });
        asked.get(10, TimeUnit.SECONDS);

        awaited.fail(NODE, lost);

        assertThat(heardOn.get(10, TimeUnit.SECONDS)).isSameAs(asking);
    }

    @Test
    void aNodeThatOwesNothingIsForgotten() {
        for (int i = 0; i < 100; i++) {
            Promise<String> answer = Promise.promise();
            awaited.watch("execbus.gateway.g" + i, answer.future());
            answer.complete("done");
        }
        Promise<String> last = Promise.promise();
        awaited.watch(ADDRESS, Promise.promise().future());
        awaited.watch(ADDRESS, last.future());
        last.complete("one of two");

        assertThat(awaited.nodes()).isEqualTo(1);
        awaited.fail(NODE, lost);
        assertThat(awaited.nodes()).isZero();
    }
}
