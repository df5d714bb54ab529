package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.protocol.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PendingSpawnTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final SpawnedProcess process = new RecordedProcess();
    private final List<Object> told = new ArrayList<>();

    @Test
    void handsTheProcessBack() throws Exception {
        assertThat(pending(() -> process).on(Runnable::run, LONG)).isSameAs(process);
        assertThat(told).isEmpty();
    }

    @Test
    void tellsAFailureToBoth() {
        PendingSpawn pending = pending(() -> {
            throw SpawnFailures.of(Errno.ENOENT);
        });
        assertThatThrownBy(() -> pending.on(Runnable::run, LONG))
                .isInstanceOf(SpawnException.class)
                .hasMessage("No such file or directory (os error 2)");
        assertThat(told).containsExactly("failed");
    }

    @Test
    void givesALateProcessAway() throws Exception {
        CountDownLatch gaveUp = new CountDownLatch(1);
        PendingSpawn pending = pending(() -> {
            assertThat(gaveUp.await(20, TimeUnit.SECONDS)).isTrue();
            return process;
        });
        List<Thread> threads = new ArrayList<>();
        assertThatThrownBy(
                        () -> pending.on(task -> threads.add(Thread.ofPlatform().start(task)), SHORT))
                .hasMessage("the process could not be started within 50 ms");
        gaveUp.countDown();
        assertThat(threads.getFirst().join(LONG)).isTrue();
        assertThat(told).containsExactly(process);
    }

    @Test
    void startsNothingForWhichNobodyWaits() {
        List<Runnable> tasks = new ArrayList<>();
        PendingSpawn pending = pending(() -> {
            throw new AssertionError("spawned");
        });
        assertThatThrownBy(() -> pending.on(tasks::add, SHORT)).isInstanceOf(SpawnException.class);
        assertThat(told).isEmpty();
        tasks.getFirst().run();
        assertThat(told).containsExactly("failed");
    }

    @Test
    void refusesWhenTheThreadTakesNoMore() {
        assertThatThrownBy(() -> pending(() -> process)
                        .on(
                                task -> {
                                    throw new RejectedExecutionException("full");
                                },
                                LONG))
                .isInstanceOfSatisfying(
                        SpawnException.class,
                        e -> assertThat(e.toExecbus().code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED))
                .hasMessage("full");
        assertThat(told).containsExactly("failed");
    }

    private PendingSpawn pending(Callable<SpawnedProcess> spawn) {
        return new PendingSpawn(spawn, told::add, () -> told.add("failed"));
    }
}
