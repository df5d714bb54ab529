package dev.execbus.processes;

import static dev.execbus.processes.Launches.ENV;
import static dev.execbus.processes.Launches.pipes;
import static dev.execbus.processes.Launches.shell;
import static dev.execbus.processes.Launches.terminal;
import static dev.execbus.processes.Launches.withEnv;
import static dev.execbus.processes.Outcome.OK;
import static dev.execbus.processes.Outcome.onPipes;
import static dev.execbus.processes.Outcome.onTerminal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.Signal;
import dev.execbus.protocol.TerminalSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a child finds when it starts. */
interface ChildScenarios {
    ProcessSpawner spawner();

    @Test
    default void runsInItsDirectory(@TempDir Path folder) throws Exception {
        String real = folder.toRealPath().toString();
        assertThat(Run.finished(spawner(), new Launch(List.of("pwd"), null, real, ENV, null, false)))
                .isEqualTo(onPipes(OK, real + "\n", ""));
        assertThat(Run.finished(spawner(), new Launch(List.of("pwd"), null, real, ENV, TerminalSize.DEFAULT, false)))
                .isEqualTo(onTerminal(OK, real + "\r\n"));
    }

    @Test
    default void hasExactlyTheGivenVariables() {
        assertThat(Run.finished(spawner(), withEnv(Map.of("ONE", "1 2"), null, "/usr/bin/env")))
                .isEqualTo(onPipes(OK, "ONE=1 2\n", ""));
        assertThat(Run.finished(spawner(), withEnv(Map.of(), null, "/usr/bin/env")))
                .isEqualTo(onPipes(OK, "", ""));
    }

    @Test
    default void addsAShellOnTerminalsOnly() {
        assertThat(Run.finished(spawner(), withEnv(Map.of("SHELL", "mine"), TerminalSize.DEFAULT, "/usr/bin/env")))
                .isEqualTo(onTerminal(OK, "SHELL=mine\r\n"));
        String shell = ChildEnvironment.shellOf(System.getProperty("user.name"), Path.of("/etc/passwd"));
        assertThat(Run.finished(spawner(), withEnv(Map.of(), TerminalSize.DEFAULT, "/usr/bin/env")))
                .isEqualTo(onTerminal(OK, "SHELL=" + shell + "\r\n"));
    }

    @Test
    default void showsTheGivenName() {
        List<String> argv = List.of("sh", "-c", "echo $0 $1", "\"its own\" '$name'", "x  y");
        List<String> plain = List.of("sh", "-c", "echo $0");
        assertThat(Run.finished(spawner(), new Launch(plain, null, "/", ENV, null, false)))
                .isEqualTo(onPipes(OK, "sh\n", ""));
        assertThat(Run.finished(spawner(), new Launch(plain, "other name", "/", ENV, null, false)))
                .isEqualTo(onPipes(OK, "other name\n", ""));
        assertThat(Run.finished(spawner(), new Launch(plain, "other", "/", ENV, TerminalSize.DEFAULT, false)))
                .isEqualTo(onTerminal(OK, "other\r\n"));
        assertThat(Run.finished(spawner(), new Launch(argv, "other", "/", ENV, null, false)))
                .isEqualTo(onPipes(OK, "\"its own\" '$name' x y\n", ""));
    }

    @Test
    default void leadsASessionOfItsOwn() {
        String script = "set -- $(ps -o pid=,pgid=,sid= -p $$); echo $1 $2 $3";
        try (Run run = Run.start(spawner(), shell(script))) {
            long pid = run.process().pid();
            assertThat(run.seen().awaitClosed()).isEqualTo(onPipes(OK, pid + " " + pid + " " + pid + "\n", ""));
        }
        try (Run run = Run.start(spawner(), terminal(script))) {
            long pid = run.process().pid();
            assertThat(run.seen().awaitClosed()).isEqualTo(onTerminal(OK, pid + " " + pid + " " + pid + "\r\n"));
        }
    }

    @Test
    default void inheritsNoDescriptors() {
        assertThat(Run.finished(spawner(), pipes("ls", "/proc/self/fd"))).isEqualTo(onPipes(OK, "0\n1\n2\n3\n", ""));
        assertThat(Run.finished(spawner(), terminal("ls -C /proc/self/fd")))
                .isEqualTo(onTerminal(OK, "0  1  2  3\r\n"));
    }

    @Test
    default void startsWithDefaultSignals() {
        assertThat(Run.finished(spawner(), shell("kill -PIPE $$; echo survived")))
                .isEqualTo(onPipes(new ExitStatus.Killed(new Signal("PIPE", 13)), "", ""));
    }
}
