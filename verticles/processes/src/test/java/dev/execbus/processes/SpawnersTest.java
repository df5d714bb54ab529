package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.processes.ProcessSettings.SpawnerChoice;
import org.junit.jupiter.api.Test;

final class SpawnersTest {
    @Test
    void choosesWhatIsConfigured() {
        try (ProcessSpawner spawner = Spawners.choose(SpawnerChoice.JAVA, () -> new ThreadDriver("test"))) {
            assertThat(spawner.name()).isEqualTo("java");
        }
    }

    @Test
    void choosesTheNativeOneWhereItCanRun() {
        try (ProcessSpawner spawner = Spawners.choose(SpawnerChoice.AUTO, () -> new ThreadDriver("test"))) {
            assertThat(spawner.name()).isEqualTo(NativeSupport.probe().isEmpty() ? "native" : "java");
        }
    }
}
