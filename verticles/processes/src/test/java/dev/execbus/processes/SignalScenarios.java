package dev.execbus.processes;

import static dev.execbus.processes.Launches.shell;
import static dev.execbus.processes.Launches.terminal;
import static dev.execbus.processes.Outcome.onPipes;
import static dev.execbus.processes.Outcome.onTerminal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.Signal;
import dev.execbus.protocol.StreamName;
import org.junit.jupiter.api.Test;

/** Signals go to the whole group, while its leader lives. */
interface SignalScenarios {
    ProcessSpawner spawner();

    @Test
    default void signalsReachTheWholeGroup() {
        try (Run run = Run.start(spawner(), shell("sleep 30 & sleep 30 & echo ready; wait"))) {
            run.seen().awaitOutput(StreamName.STDOUT, "ready");
            run.process().signalGroup(Signal.KILL);
            assertThat(run.seen().awaitClosed()).isEqualTo(onPipes(new ExitStatus.Killed(Signal.KILL), "ready\n", ""));
        }
    }

    @Test
    default void interruptsOnPipesAndTerminals() {
        String script = "trap 'echo caught; exit 5' INT; echo ready; while :; do sleep 0.01; done";
        try (Run run = Run.start(spawner(), shell(script))) {
            run.seen().awaitOutput(StreamName.STDOUT, "ready");
            run.process().signalGroup(Signal.INT);
            assertThat(run.seen().awaitClosed()).isEqualTo(onPipes(new ExitStatus.Code(5), "ready\ncaught\n", ""));
        }
        try (Run run = Run.start(spawner(), terminal(script))) {
            run.seen().awaitOutput(StreamName.PTY, "ready");
            run.process().signalGroup(Signal.INT);
            assertThat(run.seen().awaitClosed()).isEqualTo(onTerminal(new ExitStatus.Code(5), "ready\r\ncaught\r\n"));
        }
    }

    @Test
    default void leavesTheGroupAloneOnceItsLeaderHasExited() {
        try (Run run = Run.start(spawner(), shell("sleep 30 & echo $!"))) {
            run.seen().awaitExit();
            run.process().signalGroup(Signal.KILL);
            ProcessHandle sleeper = run.leftBehind();
            assertThat(sleeper.isAlive()).isTrue();
            sleeper.destroyForcibly();
            assertThat(run.seen().awaitClosed().violations()).isEmpty();
        }
    }
}
