package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class UnsentTest {
    private final Unsent unsent = new Unsent();

    @Test
    void nothingIsStuckWhereNothingWaits() {
        unsent.added(10, true, 1);
        unsent.written(10, true, 5);
        assertThat(unsent.stuckNanos(100)).isZero();
        assertThat(unsent.bytes()).isZero();
    }

    @Test
    void whatIsUrgentIsStuckSinceSomethingMoved() {
        unsent.added(10, true, 1);
        unsent.added(10, true, 2);
        assertThat(unsent.stuckNanos(11)).isEqualTo(10);
        unsent.written(10, true, 12);
        assertThat(unsent.stuckNanos(15)).isEqualTo(3);
    }

    @Test
    void whatIsNotUrgentMayWait() {
        unsent.added(10, false, 1);
        assertThat(unsent.bytes()).isEqualTo(10);
        assertThat(unsent.stuckNanos(1_000)).isZero();
    }

    @Test
    void whatIsUrgentBehindItHasItsWholeTime() {
        unsent.added(10, false, 1);
        unsent.added(10, true, 1_000);
        assertThat(unsent.stuckNanos(1_010)).isEqualTo(10);
        unsent.written(10, false, 1_020);
        assertThat(unsent.stuckNanos(1_030)).isEqualTo(10);
    }
}
