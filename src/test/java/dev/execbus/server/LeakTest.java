package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.processes.ProcessSettings.SpawnerChoice;
import dev.execbus.testkit.Eventually;
import dev.execbus.testkit.Frame;
import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Ten thousand processes later everything is as before. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
final class LeakTest {
    private static final int COUNT = 10_000;
    private static final int WARM_UP = 200;
    private static final int IN_FLIGHT = 16;
    private static final int TERMINAL_EVERY = 10;
    /** The virtual machine itself opens and starts a few when it likes: a class file, a compiler's thread. */
    private static final int TOLERANCE = 8;

    private record Owned(long children, long descriptors, long threads) {
        static Owned now() {
            try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
                return new Owned(
                        ProcessHandle.current().children().count(),
                        open.count(),
                        Thread.getAllStackTraces().size());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean notMoreThan(Owned before) {
            return children <= before.children
                    && descriptors <= before.descriptors + TOLERANCE
                    && threads <= before.threads + TOLERANCE;
        }
    }

    @Test
    void tenThousandProcessesLeaveNothingBehind() throws Exception {
        try (TestServer server = TestServer.start(
                new TestSettings().spawner(SpawnerChoice.NATIVE).retention(Duration.ofMillis(100)))) {
            run(server, WARM_UP);
            Owned before = Owned.now();
            long begun = System.nanoTime();
            run(server, COUNT);
            System.out.printf("%d processes in %d ms%n", COUNT, (System.nanoTime() - begun) / 1_000_000);
            Eventually.holds(
                    "children, descriptors and threads are as before: " + before,
                    Duration.ofSeconds(10),
                    () -> Owned.now().notMoreThan(before));
            System.out.println(before + " before, " + Owned.now() + " after");
        }
    }

    private static void run(TestServer server, int count) throws InterruptedException {
        Semaphore room = new Semaphore(IN_FLIGHT);
        try (RpcClient client = server.client()) {
            client.onNotification(frame -> {
                if (frame.method().equals("process/closed")) {
                    room.release();
                }
            });
            for (int i = 0; i < count; i++) {
                assertThat(room.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
                Start start = Start.of("p" + i, "/bin/true");
                client.send("process/start", (i % TERMINAL_EVERY == 0 ? start.tty() : start.pipeStdin()).params())
                        .thenAccept(Frame::result);
            }
            assertThat(room.tryAcquire(IN_FLIGHT, 20, TimeUnit.SECONDS)).isTrue();
            assertThat(client.notifications().stream()
                            .filter(frame -> frame.method().equals("process/exited"))
                            .map(frame -> frame.params().getInteger("exitCode"))
                            .distinct())
                    .containsExactly(0);
        }
    }
}
