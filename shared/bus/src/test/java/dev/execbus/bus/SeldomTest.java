package dev.execbus.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SeldomTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    /** Soon the clock turns over. */
    private static final long START = Long.MAX_VALUE - MINUTE / 2;

    @Test
    void tellsTheFirstAtOnceAndThoseOfAMinuteTogether() {
        Seldom seldom = new Seldom(START);

        assertThat(seldom.count(START)).isEqualTo(1);
        assertThat(seldom.count(START + 10)).isZero();
        assertThat(seldom.count(START + MINUTE - 1)).isZero();
        assertThat(seldom.count(START + MINUTE)).isEqualTo(3);
        assertThat(seldom.count(START + MINUTE + 1)).isZero();
    }
}
