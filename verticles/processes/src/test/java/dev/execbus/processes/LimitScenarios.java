package dev.execbus.processes;

import static dev.execbus.processes.Launches.terminal;
import static dev.execbus.processes.Outcome.OK;
import static dev.execbus.processes.Outcome.onPipes;
import static dev.execbus.processes.Outcome.onTerminal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.protocol.ResourceLimits;
import dev.execbus.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Limits are there when the program begins, and nothing else is different. */
interface LimitScenarios {
    Rlimits LIMITS = Rlimits.of(new ResourceLimits(0, 0, 7, 65, 4_096, 0));
    String SHOW = "ulimit -S -t; ulimit -n; ulimit -f";

    ProcessSpawner spawner();

    @Test
    default void limitsHoldOnPipesAndTerminals() {
        assertThat(Run.finished(spawner(), Launches.shell(SHOW).within(with(null))))
                .isEqualTo(onPipes(OK, "7\n65\n8\n", ""));
        assertThat(Run.finished(
                        spawner(),
                        terminal(SHOW + "; tty -s && echo ours </dev/tty").within(with(null))))
                .isEqualTo(onTerminal(OK, "7\r\n65\r\n8\r\nours\r\n"));
    }

    @Test
    default void limitsKeepTheName() {
        Launch named = new Launch(
                List.of("/bin/sh", "-c", "echo $0 $1; cat /proc/$$/cmdline | tr '\\0' ' '", "zero", "one"),
                "shown",
                "/",
                Launches.ENV,
                null,
                false);
        assertThat(Run.finished(spawner(), named.within(with(null))).outputs().values())
                .anySatisfy(text -> assertThat(text).startsWith("zero one\nshown -c "));
    }

    @Test
    default void limitsKeepTheInput() {
        try (Run run = Run.start(spawner(), Launches.withStdin("cat; " + SHOW).within(with(null)))) {
            run.writeAll("typed\n");
            run.process().closeStdin();
            assertThat(run.seen().awaitClosed()).isEqualTo(onPipes(OK, "typed\n7\n65\n8\n", ""));
        }
    }

    @Test
    default void whoIsAdmittedIsTheProcess() {
        List<Integer> admitted = new ArrayList<>();
        Launch launch = Launches.pipes("sleep", "20").within(with((pid, helpers) -> admitted.add(pid)));
        try (Run run = Run.start(spawner(), launch)) {
            assertThat(admitted).containsExactly((int) run.process().pid());
        }
    }

    @Test
    default void whoIsNotAdmittedIsNotStarted() {
        long before = ProcessHandle.current().children().count();
        Launch launch = Launches.pipes("sleep", "20").within(with((pid, helpers) -> {
            throw SpawnFailures.internal("no room for " + (pid > 0));
        }));
        assertThatThrownBy(() -> spawner().spawn(launch, RecordingObserver.of(launch)))
                .isInstanceOf(SpawnException.class)
                .hasMessage("no room for true");
        Eventually.holds(
                "the child has gone",
                Duration.ofSeconds(5),
                () -> ProcessHandle.current().children().count() == before);
    }

    @Test
    default void limitsDoNotChangeFailures() {
        for (String program : List.of("no-such-program", "/no-such-program", "/tmp")) {
            Launch plain = Launches.withEnv(Map.of("PATH", "/usr/bin"), null, program);
            Launch limited = plain.within(with((pid, helpers) -> {}));
            assertThat(failure(limited)).isEqualTo(failure(plain)).contains("os error");
        }
    }

    private static LaunchLimits with(Admission admission) {
        return new LaunchLimits(LIMITS, admission, true, 0);
    }

    private String failure(Launch launch) {
        try {
            spawner().spawn(launch, RecordingObserver.of(launch));
            throw new AssertionError("spawned");
        } catch (SpawnException e) {
            return e.getMessage();
        }
    }
}
