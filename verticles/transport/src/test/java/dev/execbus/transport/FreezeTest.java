package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FreezeTest {
    private final Freeze freeze = new Freeze(1_000_000, 500);

    @Test
    void seesHowLongItWasNotAsked() {
        assertThat(freeze.passed(201_000_000, 700)).isEqualTo(Duration.ofMillis(200));
        assertThat(freeze.passed(3_201_000_000L, 3_700)).isEqualTo(Duration.ofSeconds(3));
        assertThat(freeze.passed(3_201_000_000L, 3_700)).isEqualTo(Duration.ZERO);
    }

    @Test
    void seesTheSleepOfTheMachine() {
        assertThat(freeze.passed(1_000_000, 60_500)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void isNotMisledByAWallClockThatIsPutBack() {
        assertThat(freeze.passed(201_000_000, -60_000)).isEqualTo(Duration.ofMillis(200));
    }
}
