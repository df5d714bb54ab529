package dev.execbus.processes;

import static dev.execbus.processes.Outcome.OK;
import static dev.execbus.processes.Outcome.onPipes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ResourceLimits;
import dev.execbus.protocol.Signal;
import dev.execbus.protocol.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("available")
final class RlimitShellTest {
    private static NativeSpawner spawner;

    static boolean available() {
        return NativeSupport.probe().isEmpty();
    }

    @BeforeAll
    static void open() {
        spawner = new NativeSpawner(new ThreadDriver("test"));
    }

    @AfterAll
    static void close() {
        spawner.close();
    }

    @Test
    void saysOnlyWhatIsLimited() {
        assertThat(RlimitShell.wrap(List.of("/bin/echo", "a b"), limits(0, 65, 0), Map.of("PWD", "/")))
                .containsExactly(
                        "/bin/sh",
                        "-c",
                        "ulimit -n 65 2>/dev/null; unset -v OLDPWD SHLVL; exec \"$@\"",
                        "/bin/sh",
                        "/bin/echo",
                        "a b");
        assertThat(RlimitShell.wrap(List.of("/bin/true"), limits(3, 0, 513), Map.of()))
                .containsExactly(
                        "/bin/sh",
                        "-c",
                        "ulimit -S -t 3 2>/dev/null; ulimit -H -t 4 2>/dev/null; ulimit -f 2 2>/dev/null;"
                                + " unset -v PWD OLDPWD SHLVL; exec \"$@\"",
                        "/bin/sh",
                        "/bin/true");
    }

    @Test
    void theProgramRunsWithinTheLimits() {
        assertThat(run(limits(7, 65, 4_096), "ulimit -S -t; ulimit -H -t; ulimit -n; ulimit -f"))
                .isEqualTo(onPipes(OK, "7\n8\n65\n8\n", ""));
    }

    @Test
    void whoWritesTooMuchIsEndedByTheKernel() {
        Rlimits limits = limits(0, 0, 4_096);
        Outcome direct = run(limits, "exec head -c 10000 /dev/zero >$(mktemp -p /dev/shm)");
        assertThat(direct.status()).isEqualTo(new ExitStatus.Killed(Signal.numbered(25)));
        assertThat(ExitVerdict.of(direct.status(), limits)).isEqualTo(Verdict.FILE_SIZE);
        Outcome below = run(limits, "head -c 10000 /dev/zero >$(mktemp -p /dev/shm); exit $?");
        assertThat(below.status()).isEqualTo(new ExitStatus.Code(153));
        assertThat(ExitVerdict.of(below.status(), limits)).isEqualTo(Verdict.FILE_SIZE);
    }

    @Test
    void whoCalculatesTooLongIsEndedByTheKernel() {
        Rlimits limits = limits(1, 0, 0);
        Outcome outcome = run(limits, "while :; do :; done");
        assertThat(outcome.status()).isEqualTo(new ExitStatus.Killed(Signal.numbered(24)));
        assertThat(ExitVerdict.of(outcome.status(), limits)).isEqualTo(Verdict.CPU);
    }

    @Test
    void withoutALimitTheSignalTellsNothing() {
        assertThat(ExitVerdict.of(new ExitStatus.Code(152), limits(0, 65, 1))).isNull();
        assertThat(ExitVerdict.of(new ExitStatus.Code(153), limits(1, 65, 0))).isNull();
        assertThat(ExitVerdict.of(new ExitStatus.Code(0), limits(1, 1, 1))).isNull();
    }

    private static Outcome run(Rlimits limits, String script) {
        List<String> command = RlimitShell.wrap(List.of("/bin/sh", "-c", script), limits, Map.of());
        return Run.finished(spawner, Launches.pipes(command.toArray(String[]::new)));
    }

    private static Rlimits limits(long cpuSeconds, long openFiles, long fileBytes) {
        return Rlimits.of(new ResourceLimits(0, 0, cpuSeconds, openFiles, fileBytes, 0));
    }
}
