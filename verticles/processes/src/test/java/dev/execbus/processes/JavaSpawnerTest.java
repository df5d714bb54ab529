package dev.execbus.processes;

import static dev.execbus.processes.Launches.withEnv;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
final class JavaSpawnerTest implements SpawnerScenarios {
    private final JavaSpawner spawner = new JavaSpawner();

    @Override
    public ProcessSpawner spawner() {
        return spawner;
    }

    @Test
    void saysWhichVariableItCannotPassOn() {
        Launch launch = withEnv(Map.of("A=B", "c"), null, "/bin/true");
        assertThatThrownBy(() -> spawner.spawn(launch, RecordingObserver.of(launch)))
                .isInstanceOf(SpawnException.class)
                .hasMessage("the java spawner cannot pass on an environment variable named \"A=B\"");
    }

    @Test
    void leavesNothingBehind() throws Exception {
        Leaks.run(spawner, 3);
        Leaks before = settled(new Leaks(Leaks.now().descriptors(), 0, 0));
        Leaks.run(spawner, 30);
        assertThat(settled(before)).isEqualTo(before);
    }

    /** Threads end a moment later than their processes. */
    private static Leaks settled(Leaks wanted) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        Leaks now = Leaks.now();
        while (!now.equals(wanted) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
            now = Leaks.now();
        }
        return now;
    }
}
