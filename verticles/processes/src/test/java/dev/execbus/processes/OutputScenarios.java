package dev.execbus.processes;

import static dev.execbus.processes.Launches.pipes;
import static dev.execbus.processes.Launches.shell;
import static dev.execbus.processes.Launches.terminal;
import static dev.execbus.processes.Outcome.OK;
import static dev.execbus.processes.Outcome.onPipes;
import static dev.execbus.processes.Outcome.onTerminal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.Signal;
import dev.execbus.protocol.StreamName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exit codes and output: all of it, in order, and the exit after it. */
interface OutputScenarios {
    ProcessSpawner spawner();

    @Test
    default void tellsTheExitCode() {
        assertThat(Run.finished(spawner(), shell("exit 3"))).isEqualTo(onPipes(new ExitStatus.Code(3), "", ""));
        assertThat(Run.finished(spawner(), shell("exit 255"))).isEqualTo(onPipes(new ExitStatus.Code(255), "", ""));
        assertThat(Run.finished(spawner(), terminal("exit 7"))).isEqualTo(onTerminal(new ExitStatus.Code(7), ""));
    }

    @Test
    default void tellsTheSignalThatKilled() {
        assertThat(Run.finished(spawner(), shell("kill -KILL $$")))
                .isEqualTo(onPipes(new ExitStatus.Killed(Signal.KILL), "", ""));
        assertThat(Run.finished(spawner(), terminal("kill -TERM $$")))
                .isEqualTo(onTerminal(new ExitStatus.Killed(Signal.TERM), ""));
    }

    @Test
    default void keepsStdoutAndStderrApart() {
        assertThat(Run.finished(spawner(), shell("echo out; echo err >&2"))).isEqualTo(onPipes(OK, "out\n", "err\n"));
    }

    @Test
    default void deliversEveryByteUnchanged(@TempDir Path folder) throws Exception {
        byte[] bytes = new byte[5_000_000];
        new Random(1).nextBytes(bytes);
        Path file = Files.write(folder.resolve("bytes"), bytes);
        try (Run run = Run.start(spawner(), pipes("cat", file.toString()))) {
            assertThat(run.seen().awaitClosed().status()).isEqualTo(OK);
            assertThat(Arrays.equals(run.seen().bytes(StreamName.STDOUT), bytes))
                    .isTrue();
        }
    }

    @Test
    default void reportsTheExitAfterTheOutputThatWasThere() {
        for (int i = 0; i < 20; i++) {
            try (Run run = Run.start(spawner(), shell("seq 1 2000; sleep 30 & echo $!"))) {
                run.seen().awaitExit();
                assertThat(run.seen().textBeforeExit())
                        .contains("\n2000\n")
                        .isEqualTo(run.seen().text(StreamName.STDOUT));
                run.leftBehind().destroyForcibly();
                assertThat(run.seen().awaitClosed().violations()).isEmpty();
            }
        }
    }

    @Test
    default void readsOnWhileSomebodyHoldsTheStreams() {
        assertThat(Run.finished(spawner(), shell("(sleep 0.3; echo late) & echo early")))
                .isEqualTo(onPipes(OK, "early\nlate\n", ""));
    }

    @Test
    default void deliversTheWholeOutputOfATerminal() {
        StringBuilder expected = new StringBuilder();
        for (int i = 1; i <= 20_000; i++) {
            expected.append(i).append("\r\n");
        }
        assertThat(Run.finished(spawner(), terminal("seq 1 20000"))).isEqualTo(onTerminal(OK, expected.toString()));
    }

    @Test
    default void pausingAndResumingLosesNothing() {
        try (Run run = Run.start(spawner(), shell("head -c 6000000 /dev/zero; echo done >&2"))) {
            for (int i = 1; i <= 20; i++) {
                run.seen().awaitBytes(i * 100_000);
                run.process().pauseReading();
                run.process().resumeReading();
            }
            assertThat(run.seen().awaitClosed().status()).isEqualTo(OK);
            assertThat(run.seen().bytes(StreamName.STDOUT)).hasSize(6_000_000);
            assertThat(run.seen().text(StreamName.STDERR)).isEqualTo("done\n");
        }
    }

    @Test
    default void exitsWhilePausedAndDeliversTheRestLater(@TempDir Path folder) throws Exception {
        String script = "echo ready; while [ ! -e go ]; do sleep 0.01; done; echo rest; exit 4";
        try (Run run = Run.start(spawner(), shell(folder, script))) {
            run.seen().awaitOutput(StreamName.STDOUT, "ready");
            run.process().pauseReading();
            Files.createFile(folder.resolve("go"));
            assertThat(run.seen().awaitExit()).isEqualTo(new ExitStatus.Code(4));
            run.process().resumeReading();
            assertThat(run.seen().awaitClosed()).isEqualTo(onPipes(new ExitStatus.Code(4), "ready\nrest\n", ""));
        }
    }

    @Test
    default void stoppingEndsStreamsThatAnEscapedProcessHolds() {
        try (Run run = Run.start(spawner(), shell("setsid sleep 30 & echo $!"))) {
            run.seen().awaitExit();
            assertThat(run.seen().hasEnded()).isFalse();
            run.process().stopReading();
            assertThat(run.seen().awaitClosed().violations()).isEmpty();
            run.leftBehind().destroyForcibly();
        }
    }

    @Test
    default void stoppingEndsARunningProcessesStreams() {
        ExitStatus killed = new ExitStatus.Killed(Signal.KILL);
        // Nobody reads what it writes once we have stopped: that alone must not end it.
        String script = "trap '' PIPE; echo ready; while :; do echo more 2>/dev/null; sleep 0.01; done";
        try (Run run = Run.start(spawner(), shell(script))) {
            run.seen().awaitOutput(StreamName.STDOUT, "ready");
            run.process().pauseReading();
            run.process().stopReading();
            run.seen().awaitEnded();
            run.process().signalGroup(Signal.KILL);
            assertThat(run.seen().awaitClosed().status()).isEqualTo(killed);
            assertThat(run.seen().awaitClosed().violations()).isEmpty();
        }
        try (Run run = Run.start(spawner(), terminal(script))) {
            run.seen().awaitOutput(StreamName.PTY, "ready");
            run.process().stopReading();
            run.seen().awaitEnded();
            run.process().signalGroup(Signal.KILL);
            assertThat(run.seen().awaitClosed().status()).isEqualTo(killed);
            assertThat(run.seen().awaitClosed().violations()).isEmpty();
        }
    }

    @Test
    default void startsSeveralAtATimeWithoutMixingThemUp() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Callable<Outcome>> launches = IntStream.range(0, 120)
                    .<Callable<Outcome>>mapToObj(i -> () -> Run.finished(
                            spawner(),
                            i % 3 == 0 ? terminal("echo " + i) : shell("echo " + i + "; echo " + i + " >&2")))
                    .toList();
            List<Outcome> expected = IntStream.range(0, 120)
                    .mapToObj(i -> i % 3 == 0 ? onTerminal(OK, i + "\r\n") : onPipes(OK, i + "\n", i + "\n"))
                    .toList();
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> outcome : threads.invokeAll(launches)) {
                outcomes.add(outcome.get());
            }
            assertThat(outcomes).isEqualTo(expected);
        }
    }
}
