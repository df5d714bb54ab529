package dev.execbus.processes;

import static dev.execbus.processes.Launches.terminal;
import static dev.execbus.processes.Outcome.OK;
import static dev.execbus.processes.Outcome.onTerminal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.Signal;
import dev.execbus.protocol.StreamName;
import dev.execbus.protocol.TerminalSize;
import org.junit.jupiter.api.Test;

/** What is different on a terminal. */
interface TerminalScenarios {
    ProcessSpawner spawner();

    @Test
    default void givesATerminalOfTheAskedSize() {
        String script = "test -t 0 && test -t 1 && test -t 2 && stty size";
        assertThat(Run.finished(spawner(), terminal(script))).isEqualTo(onTerminal(OK, "24 80\r\n"));
        assertThat(Run.finished(spawner(), terminal(script, new TerminalSize(31, 97))))
                .isEqualTo(onTerminal(OK, "31 97\r\n"));
    }

    @Test
    default void resizesTheTerminal() {
        try (Run run = Run.start(spawner(), terminal("stty -echo; echo ready; read line; stty size"))) {
            run.seen().awaitOutput(StreamName.PTY, "ready");
            run.process().resize(new TerminalSize(50, 132));
            run.writeAll("\n");
            assertThat(run.seen().awaitClosed()).isEqualTo(onTerminal(OK, "ready\r\n50 132\r\n"));
        }
    }

    @Test
    default void makesItTheControllingTerminal() {
        assertThat(Run.finished(spawner(), terminal("echo straight > /dev/tty")))
                .isEqualTo(onTerminal(OK, "straight\r\n"));
    }

    @Test
    default void controlCInterrupts() {
        try (Run run = Run.start(spawner(), terminal("echo ready; exec sleep 30"))) {
            run.seen().awaitOutput(StreamName.PTY, "ready");
            run.writeAll("\003");
            assertThat(run.seen().awaitClosed())
                    .isEqualTo(onTerminal(new ExitStatus.Killed(Signal.INT), "ready\r\n^C"));
        }
    }

    @Test
    default void closingStdinTypesEndOfFile() {
        try (Run run = Run.start(spawner(), terminal("stty -echo; echo ready; cat; echo end"))) {
            run.seen().awaitOutput(StreamName.PTY, "ready");
            run.process().closeStdin();
            assertThat(run.seen().awaitClosed()).isEqualTo(onTerminal(OK, "ready\r\nend\r\n"));
        }
    }

    @Test
    default void hangsUpWhenTheLeaderExits() {
        try (Run run = Run.start(spawner(), terminal("trap '' HUP; sleep 30 & echo started"))) {
            assertThat(run.seen().awaitClosed()).isEqualTo(onTerminal(OK, "started\r\n"));
        }
    }
}
