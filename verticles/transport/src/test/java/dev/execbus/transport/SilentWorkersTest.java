package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.NodeName;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilentWorkersTest {
    private static final NodeName WORKER = new NodeName("w1");

    private final SilentWorkers silent = new SilentWorkers(Duration.ofNanos(80));

    @Test
    void remembersForItsTime() {
        silent.add(WORKER, 100);
        assertThat(silent.any(180)).isTrue();
        assertThat(silent.any(181)).isFalse();
    }

    @Test
    void forgetsOneThatIsHeardAgain() {
        silent.add(WORKER, 100);
        silent.remove(WORKER);
        assertThat(silent.any(100)).isFalse();
    }

    @Test
    void remembersOnlySoMany() {
        for (int i = 0; i <= SilentWorkers.LIMIT; i++) {
            silent.add(new NodeName("w" + i), i);
        }
        for (int i = 1; i <= SilentWorkers.LIMIT; i++) {
            silent.remove(new NodeName("w" + i));
        }
        assertThat(silent.any(0)).as("the oldest gave way").isFalse();
    }
}
