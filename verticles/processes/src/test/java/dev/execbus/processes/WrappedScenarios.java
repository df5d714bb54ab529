package dev.execbus.processes;

import static dev.execbus.processes.Bubblewraps.filtered;
import static dev.execbus.processes.Bubblewraps.shell;
import static dev.execbus.processes.Bubblewraps.terminal;
import static dev.execbus.processes.Outcome.onPipes;
import static dev.execbus.processes.Outcome.onTerminal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.Signal;
import dev.execbus.protocol.StreamName;
import dev.execbus.sandbox.Inherited;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for commands inside a bubblewrap. */
interface WrappedScenarios {
    String TRAP = "trap 'echo got; exit 7' INT; echo ready; while :; do sleep 0.05; done";

    ProcessSpawner spawner();

    @Test
    default void signalsTheCommandInAPidNamespace() {
        try (Run run = Run.start(spawner(), shell(TRAP))) {
            run.seen().awaitOutput(StreamName.STDOUT, "ready");
            assertThat(run.process().signalCommand(Signal.INT)).isTrue();
            assertThat(run.seen().awaitClosed()).isEqualTo(onPipes(new ExitStatus.Code(7), "ready\ngot\n", ""));
        }
    }

    @Test
    default void signalsTheCommandOnATerminal() {
        try (Run run = Run.start(spawner(), terminal(TRAP))) {
            run.seen().awaitOutput(StreamName.PTY, "ready");
            assertThat(run.process().signalCommand(Signal.INT)).isTrue();
            assertThat(run.seen().awaitClosed()).isEqualTo(onTerminal(new ExitStatus.Code(7), "ready\r\ngot\r\n"));
        }
    }

    @Test
    default void signalsTheCommandAmongTheProcessesOfTheMachine() {
        try (Run run = Run.start(spawner(), filtered(TRAP))) {
            run.seen().awaitOutput(StreamName.STDOUT, "ready");
            assertThat(run.process().signalCommand(Signal.INT)).isTrue();
            assertThat(run.seen().awaitClosed()).isEqualTo(onPipes(new ExitStatus.Code(7), "ready\ngot\n", ""));
        }
    }

    /** What the shell waits for gets it too, or the shell would go on waiting. */
    @Test
    default void signalsTheWholeGroup() {
        for (boolean onTerminal : new boolean[] {false, true}) {
            Sleepers sleepers = new Sleepers();
            // It must not come to its last command: behind that one a shell does not look at its traps any more.
            String script = "trap 'exit 9' TERM; echo ready; " + sleepers.command() + "; exit 3";
            try (Run run = Run.start(spawner(), onTerminal ? terminal(script) : shell(script))) {
                run.seen().awaitOutput(onTerminal ? StreamName.PTY : StreamName.STDOUT, "ready");
                sleepers.awaitOne();
                assertThat(run.process().signalCommand(Signal.TERM)).isTrue();
                assertThat(run.seen().awaitClosed().status()).isEqualTo(new ExitStatus.Code(9));
            }
        }
    }

    @Test
    default void reachesACommandThatHasLeftTheGroup() {
        try (Run run = Run.start(spawner(), shell("exec setsid sh -c \"" + TRAP + "\""))) {
            run.seen().awaitOutput(StreamName.STDOUT, "ready");
            assertThat(run.process().signalCommand(Signal.INT)).isTrue();
            assertThat(run.seen().awaitClosed().status()).isEqualTo(new ExitStatus.Code(7));
        }
    }

    @Test
    default void tellsTheEndOfTheCommandAsACode() {
        assertThat(Run.finished(spawner(), shell("kill -TERM $$")).status()).isEqualTo(new ExitStatus.Code(143));
        assertThat(Run.finished(spawner(), shell("kill -KILL $$")).status()).isEqualTo(new ExitStatus.Code(137));
    }

    @Test
    default void endsWhatTheCommandLeavesBehind() {
        Sleepers sleepers = new Sleepers();
        Outcome outcome = Run.finished(spawner(), shell("setsid " + sleepers.command() + " & echo $?; exit 3"));
        assertThat(outcome).isEqualTo(onPipes(new ExitStatus.Code(3), "0\n", ""));
        sleepers.awaitGone();
    }

    @Test
    default void aKillLeavesNothing() {
        Sleepers sleepers = new Sleepers();
        String script = "setsid " + sleepers.command() + " & " + sleepers.command() + " & echo ready; wait";
        for (Launch launch : List.of(shell(script), terminal(script))) {
            try (Run run = Run.start(spawner(), launch)) {
                run.seen().awaitOutput(launch.onTerminal() ? StreamName.PTY : StreamName.STDOUT, "ready");
                run.process().signalGroup(Signal.KILL);
                assertThat(run.seen().awaitClosed().status()).isEqualTo(new ExitStatus.Killed(Signal.KILL));
                sleepers.awaitGone();
            }
        }
    }

    /** Without a pid namespace they live on, until the group that all share is killed. */
    @Test
    default void killsWhatIsLeftAmongTheProcessesOfTheMachine() {
        Sleepers sleepers = new Sleepers();
        try (Run run = Run.start(spawner(), filtered(sleepers.command() + " & echo ready; exit 2"))) {
            assertThat(run.seen().awaitExit()).isEqualTo(new ExitStatus.Code(2));
            sleepers.awaitOne();
            run.process().killLeftovers();
            assertThat(run.seen().awaitClosed()).isEqualTo(onPipes(new ExitStatus.Code(2), "ready\n", ""));
            sleepers.awaitGone();
        }
    }

    /** Whatever the wrapper is just doing. */
    @Test
    default void aKillAtAnyMomentLeavesNothing() {
        Sleepers sleepers = new Sleepers();
        Launch launch = shell(sleepers.command());
        for (int round = 0; round < 40; round++) {
            try (Run run = Run.start(spawner(), launch)) {
                LockSupport.parkNanos(round * 250_000L);
                run.process().signalGroup(Signal.KILL);
                assertThat(run.seen().awaitClosed().status()).isEqualTo(new ExitStatus.Killed(Signal.KILL));
            }
        }
        sleepers.awaitGone();
    }

    @Test
    default void givesTheWrapperAFileAndTheCommandNoDescriptor(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "content");
        Launch launch = Bubblewraps.inheriting(
                List.of(new Inherited.Readable(file.toString())),
                List.of("--tmpfs", "/tmp", "--ro-bind-data", "3", "/tmp/data"),
                "cat /tmp/data; echo; ls /proc/self/fd");
        assertThat(Run.finished(spawner(), launch)).isEqualTo(onPipes(Outcome.OK, "content\n0\n1\n2\n3\n", ""));
    }
}
