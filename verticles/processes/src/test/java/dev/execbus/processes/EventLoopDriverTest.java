package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
@Timeout(30)
class EventLoopDriverTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final Context context = vertx.getOrCreateContext();
    private final List<String> seen = new ArrayList<>();
    private Reactor reactor;
    private int event;

    @BeforeEach
    void watchAnEvent() {
        reactor = new Reactor(EventLoopDriver.on(context).orElseThrow());
        event = EventCalls.createEvent();
        assertThat(event).isPositive();
        onLoop(() -> reactor.watch(event, EventCalls.EPOLLIN, reactor.newToken(), new Reading()));
    }

    @AfterEach
    void close() throws Exception {
        reactor.close();
        FileCalls.close(event);
        vertx.close().await(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Test
    void seesWhatIsReadyBeforeItsTurnComes() {
        assertThat(onLoop(() -> {
                    boolean before = reactor.look();
                    happen();
                    boolean after = reactor.look();
                    seen.add("looked");
                    return List.of(before, after, reactor.look());
                }))
                .containsExactly(false, true, false);
        assertThat(onLoop(() -> List.copyOf(seen))).containsExactly("ready", "looked");
    }

    @Test
    void seesNothingOnAnotherThread() {
        assertThat(onLoop(() -> {
                    happen();
                    return CompletableFuture.supplyAsync(() -> reactor.look()).join();
                }))
                .isFalse();
    }

    @Test
    void seesNothingOnceClosed() {
        reactor.close();
        assertThat(onLoop(() -> {
                    happen();
                    return reactor.look();
                }))
                .isFalse();
    }

    private void happen() {
        try (Arena arena = Arena.ofConfined()) {
            FileCalls.write(event, arena.allocateFrom(ValueLayout.JAVA_LONG, 1), Long.BYTES);
        }
    }

    private <T> T onLoop(Supplier<T> action) {
        CompletableFuture<T> done = new CompletableFuture<>();
        context.runOnContext(ignored -> {
            try {
                done.complete(action.get());
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        return done.orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Takes what has happened, on the event loop. */
    private final class Reading implements Reactor.Handler {
        @Override
        public void ready() {
            try (Arena arena = Arena.ofConfined()) {
                FileCalls.read(event, arena.allocate(ValueLayout.JAVA_LONG), Long.BYTES);
            }
            seen.add("ready");
        }

        @Override
        public void abandon() {}

        @Override
        public long pid() {
            return 0;
        }
    }
}
