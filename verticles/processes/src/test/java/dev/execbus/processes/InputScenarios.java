package dev.execbus.processes;

import static dev.execbus.processes.Launches.shell;
import static dev.execbus.processes.Launches.withStdin;
import static dev.execbus.processes.Outcome.OK;
import static dev.execbus.processes.Outcome.onPipes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.StreamName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stdin on a pipe. */
interface InputScenarios {
    ProcessSpawner spawner();

    @Test
    default void echoesStdinUntilItIsClosed() {
        try (Run run = Run.start(spawner(), withStdin("cat"))) {
            run.writeAll("hello ");
            run.seen().awaitOutput(StreamName.STDOUT, "hello ");
            run.writeAll("world");
            run.process().closeStdin();
            assertThat(run.seen().awaitClosed()).isEqualTo(onPipes(OK, "hello world", ""));
            assertThat(run.process().write(new byte[] {1}, 0)).isEqualTo(-1);
        }
    }

    @Test
    default void takesWhatFitsAndTellsWhenThereIsRoom(@TempDir Path folder) throws Exception {
        Launch launch = withStdin(folder, "while [ ! -e go ]; do sleep 0.01; done; wc -c");
        byte[] bytes = new byte[3_000_000];
        try (Run run = Run.start(spawner(), launch)) {
            int taken = 0;
            for (int count = 1; count > 0; ) {
                count = run.process().write(bytes, taken);
                taken += count;
            }
            assertThat(taken).isBetween(1, 1_000_000);
            Files.createFile(folder.resolve("go"));
            while (taken < bytes.length) {
                run.seen().awaitRoom();
                taken += run.process().write(bytes, taken);
            }
            run.process().closeStdin();
            assertThat(run.seen().awaitClosed()).isEqualTo(onPipes(OK, "3000000\n", ""));
        }
    }

    @Test
    default void hasAnEmptyStdinUnlessAskedForAPipe() {
        try (Run run = Run.start(spawner(), shell("cat; echo end"))) {
            assertThat(run.process().write(new byte[] {1}, 0)).isEqualTo(-1);
            run.process().closeStdin();
            assertThat(run.seen().awaitClosed()).isEqualTo(onPipes(OK, "end\n", ""));
        }
    }

    @Test
    default void refusesInputThatNobodyReads(@TempDir Path folder) throws Exception {
        Launch launch = withStdin(folder, "exec <&-; echo closed; while [ ! -e go ]; do sleep 0.01; done");
        try (Run run = Run.start(spawner(), launch)) {
            run.seen().awaitOutput(StreamName.STDOUT, "closed");
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (run.process().write(new byte[] {1}, 0) >= 0) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.onSpinWait();
            }
            Files.createFile(folder.resolve("go"));
            assertThat(run.seen().awaitClosed()).isEqualTo(onPipes(OK, "closed\n", ""));
        }
    }
}
