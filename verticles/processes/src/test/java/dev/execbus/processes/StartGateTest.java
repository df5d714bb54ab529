package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ResourceLimits;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@EnabledIf("available")
final class StartGateTest {
    private static final int WRITE_ONLY = 1;
    private static final Rlimits LIMITS = Rlimits.of(new ResourceLimits(0, 0, 7, 65, 4_096, 0));

    @TempDir
    private Path folder;

    static boolean available() {
        return NativeSupport.probe().isEmpty() && StartGate.available();
    }

    /** Does by hand what a spawner does; the child writes to {@code output}. */
    private int spawn(StartGate gate, Path output, String program, String script) throws SpawnException {
        try (Arena arena = Arena.ofConfined();
                FileActions actions = new FileActions(arena)) {
            Launch launch = new Launch(List.of(program, "-c", script), null, "/", Map.of("ODD-NAME", "1"), null, false);
            actions.open(0, arena.allocateFrom(gate.path()), FileActions.READ_ONLY);
            actions.open(0, arena.allocateFrom("/dev/null"), FileActions.READ_ONLY);
            actions.open(1, arena.allocateFrom(output.toString()), WRITE_ONLY);
            actions.finish(launch.cwd());
            MemorySegment pid = arena.allocate(ValueLayout.JAVA_INT);
            int error = gate.pass(() -> SpawnCalls.spawn(
                    pid,
                    arena.allocateFrom(program),
                    actions.segment(),
                    SpawnAttributes.in(arena),
                    ArgumentBlock.argv(arena, launch),
                    ArgumentBlock.env(arena, launch.env())));
            if (error == 0) {
                ProcessCalls.awaitExit(pid.get(ValueLayout.JAVA_INT, 0));
            }
            return error;
        }
    }

    private Path output(int number) throws IOException {
        return Files.createFile(folder.resolve("output-" + number));
    }

    @Test
    void limitsAreThereBeforeTheProgramBegins() throws Exception {
        Path output = output(0);
        try (StartGate gate = StartGate.at(folder.resolve("gate"), pid -> set(pid, LIMITS))) {
            String script = "ulimit -S -t; ulimit -H -t; ulimit -n; ulimit -f; /usr/bin/env | grep ODD";
            assertThat(spawn(gate, output, "/bin/sh", script)).isZero();
            assertThat(gate.refusal()).isEmpty();
        }
        assertThat(output).hasContent("7\n8\n65\n8");
        assertThat(folder.resolve("gate")).doesNotExist();
    }

    @Test
    void aStricterLimitStays() throws Exception {
        Path output = output(0);
        Rlimits loose = Rlimits.of(new ResourceLimits(0, 0, 100, 66, 8_192, 0));
        try (StartGate gate = StartGate.at(folder.resolve("gate"), pid -> {
            set(pid, LIMITS);
            set(pid, loose);
        })) {
            assertThat(spawn(gate, output, "/bin/sh", "ulimit -S -t; ulimit -H -t; ulimit -n; ulimit -f"))
                    .isZero();
        }
        assertThat(output).hasContent("7\n8\n65\n8");
    }

    @Test
    void whoIsRefusedDoesNotRun() throws Exception {
        Path output = output(0);
        SpawnException reason = SpawnFailures.internal("not this one");
        try (StartGate gate = StartGate.at(folder.resolve("gate"), pid -> {
            throw reason;
        })) {
            assertThat(spawn(gate, output, "/bin/sh", "echo ran")).isZero();
            assertThat(gate.refusal()).containsSame(reason);
        }
        assertThat(output).isEmptyFile();
    }

    @Test
    void failuresOfTheSpawnStayWhatTheyAre() throws Exception {
        try (StartGate gate = StartGate.at(folder.resolve("gate"), pid -> set(pid, LIMITS))) {
            assertThat(spawn(gate, output(0), "/nothing", "")).isEqualTo(Errno.ENOENT);
        }
        try (StartGate gate = StartGate.at(folder.resolve("gate"), pid -> set(pid, LIMITS))) {
            assertThat(spawn(gate, folder.resolve("missing"), "/bin/sh", "")).isEqualTo(Errno.ENOENT);
        }
    }

    @Test
    void twoGatesDoNotShareAPath() throws Exception {
        try (StartGate gate = StartGate.at(folder.resolve("gate"), pid -> {})) {
            assertThat(gate.path()).isEqualTo(folder.resolve("gate").toString());
            Throwable refused = catchThrowable(() -> StartGate.at(folder.resolve("gate"), pid -> {}));
            assertThat(refused)
                    .isInstanceOfSatisfying(
                            SpawnException.class,
                            failure -> assertThat(failure.toExecbus().code()).isEqualTo(ErrorCode.INTERNAL));
        }
    }

    @Test
    void manyPassAtATime() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<String>> runs = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                int number = i;
                Path output = output(number);
                runs.add(threads.submit(() -> {
                    Rlimits own = Rlimits.of(new ResourceLimits(0, 0, 0, 100 + number, 0, 0));
                    try (StartGate gate = StartGate.at(folder.resolve("gate-" + number), pid -> set(pid, own))) {
                        assertThat(spawn(gate, output, "/bin/sh", "ulimit -n")).isZero();
                        return Files.readString(output).strip();
                    }
                }));
            }
            for (int i = 0; i < 200; i++) {
                assertThat(runs.get(i).get(20, TimeUnit.SECONDS)).isEqualTo(Integer.toString(100 + i));
            }
        }
    }

    private static void set(int pid, Rlimits limits) throws SpawnException {
        OpenDescriptors.succeeded(RlimitCalls.apply(pid, limits));
    }
}
