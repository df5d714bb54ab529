package dev.execbus.filesystem;

import static dev.execbus.filesystem.FileRoom.done;
import static dev.execbus.filesystem.Refusals.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.SessionId;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.testkit.Eventually;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(30)
@ExtendWith(VertxExtension.class)
class FileThreadsTest {
    private static final SessionId ONE = new SessionId("one");
    private static final SessionId OTHER = new SessionId("other");

    private final CountDownLatch held = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();
    private Context context;
    private FileThreads threads;

    @BeforeEach
    void begin(Vertx vertx) {
        context = vertx.getOrCreateContext();
        threads = new FileThreads(context, 1, Duration.ofMillis(20));
    }

    @AfterEach
    void end() {
        held.countDown();
        threads.close();
    }

    @Test
    void putsAnotherThreadInThePlaceOfOneThatIsHeldUp() throws Exception {
        Future<String> first = run(ONE, this::hold);

        assertThat(done(run(OTHER, () -> "done"))).isEqualTo("done");
        assertThat(first.isComplete()).isFalse();

        held.countDown();
        assertThat(done(first)).isEqualTo("held");
    }

    @Test
    void letsASessionHoldUpAFewOnly() throws Exception {
        List<Future<String>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(run(ONE, this::hold));
        }
        Eventually.holds("all are held up", Duration.ofSeconds(20), () -> begun.get() == 8);
        Eventually.holds(
                "the session is refused",
                Duration.ofSeconds(20),
                () -> run(ONE, () -> "x")
                        .transform(done -> Future.succeededFuture(done.failed()))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join());

        assertFails(
                run(ONE, () -> "x"),
                ErrorCode.RESOURCE_EXHAUSTED,
                "8 file operations of this session have not come to an end within 0 s:"
                        + " none is begun until one of them does");
        assertThat(done(run(OTHER, () -> "done"))).isEqualTo("done");
        CompletableFuture<String> closed = new CompletableFuture<>();
        context.runOnContext(ignored -> threads.of(ONE).close(() -> closed.complete("closed")));
        assertThat(closed.get(20, TimeUnit.SECONDS)).isEqualTo("closed");

        held.countDown();
        done(Future.all(all));
        assertThat(done(run(ONE, () -> "again"))).isEqualTo("again");
    }

    private String hold() throws InterruptedException {
        begun.incrementAndGet();
        assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
        return "held";
    }

    private Future<String> run(SessionId session, Callable<String> work) {
        return Future.future(promise ->
                context.runOnContext(ignored -> threads.of(session).run(work).onComplete(promise)));
    }
}
