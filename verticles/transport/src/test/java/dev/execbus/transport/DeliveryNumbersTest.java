package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeliveryNumbersTest {
    private final DeliveryNumbers numbers = new DeliveryNumbers();

    @Test
    void takesOneAfterTheOther() {
        assertThat(numbers.follows(1)).isTrue();
        assertThat(numbers.follows(2)).isTrue();
        assertThat(numbers.follows(3)).isTrue();
    }

    @Test
    void takesWhatStandsAloneAnyTime() {
        assertThat(numbers.follows(0)).isTrue();
        assertThat(numbers.follows(1)).isTrue();
        assertThat(numbers.follows(0)).isTrue();
        assertThat(numbers.follows(2)).isTrue();
    }

    @Test
    void refusesAGapAndADouble() {
        assertThat(numbers.follows(2)).isFalse();
        assertThat(numbers.follows(1)).isTrue();
        assertThat(numbers.follows(1)).isFalse();
        assertThat(numbers.follows(3)).isFalse();
    }
}
