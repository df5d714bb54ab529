package dev.execbus.processes;

import static dev.execbus.processes.Launches.terminal;
import static dev.execbus.processes.Launches.withEnv;
import static dev.execbus.processes.Outcome.OK;
import static dev.execbus.processes.Outcome.onPipes;
import static dev.execbus.processes.Outcome.onTerminal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.StreamName;
import dev.execbus.protocol.TerminalSize;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("available")
final class NativeSpawnerTest implements SpawnerScenarios {
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
        spawner.close();
    }

    @Override
    public ProcessSpawner spawner() {
        return spawner;
    }

    @Test
    void leavesNothingBehind() throws Exception {
        Leaks.run(spawner, 200);
        Leaks before = Leaks.now();
        Leaks.run(spawner, 1_000);
        assertThat(Leaks.now()).isEqualTo(before);
    }

    @Test
    void leavesNothingBehindAfterFailures() throws Exception {
        spawnFailing(100);
        Leaks before = Leaks.now();
        spawnFailing(500);
        assertThat(Leaks.now()).isEqualTo(before);
    }

    @Test
    void passesOddNamesAndLettersOn() {
        assertThat(Run.finished(spawner, withEnv(Map.of("", "empty"), null, "/usr/bin/env")))
                .isEqualTo(onPipes(OK, "=empty\n", ""));
        assertThat(Run.finished(spawner, withEnv(Map.of("A=B", "ü€"), null, "/usr/bin/env")))
                .isEqualTo(onPipes(OK, "A=B=ü€\n", ""));
    }

    @Test
    void typesTheEndOfFileCharacterOfTheMoment() {
        try (Run run = Run.start(spawner, terminal("stty -echo eof ^B; echo ready; cat; echo end"))) {
            run.seen().awaitOutput(StreamName.PTY, "ready");
            run.process().closeStdin();
            assertThat(run.seen().awaitClosed()).isEqualTo(onTerminal(OK, "ready\r\nend\r\n"));
        }
    }

    @Test
    void releasingWithoutBeginningLetsGoToo() throws Exception {
        Launch launch = Launches.pipes("true");
        RecordingObserver seen = RecordingObserver.of(launch);
        spawner.spawn(launch, seen).release();
        assertThat(seen.awaitClosed()).isEqualTo(onPipes(OK, "", ""));
    }

    private static void spawnFailing(int count) {
        for (int i = 0; i < count; i++) {
            for (TerminalSize size : new TerminalSize[] {null, TerminalSize.DEFAULT}) {
                Launch launch = withEnv(Map.of(), size, "/nothing");
                try {
                    spawner.spawn(launch, RecordingObserver.of(launch));
                    throw new AssertionError("spawned");
                } catch (SpawnException expected) {
                    assertThat(expected).hasMessage("No such file or directory (os error 2)");
                }
            }
        }
    }
}
