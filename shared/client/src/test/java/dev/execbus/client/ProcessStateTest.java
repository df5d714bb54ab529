package dev.execbus.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProcessStateTest {
    @Test
    void theFirstFailureWins() {
        assertThat(ProcessState.RUNNING.failed("one").failed("two")).isEqualTo(new ProcessState(true, null, "one"));
    }

    @Test
    void anExitKeepsTheFailureAndAFailureTheCode() {
        assertThat(ProcessState.RUNNING.failed("one").exited(3)).isEqualTo(new ProcessState(true, 3, "one"));
        assertThat(ProcessState.RUNNING.exited(3).failed("one")).isEqualTo(new ProcessState(true, 3, "one"));
    }

    @Test
    void anUnknownCodeDoesNotReplaceAKnownOne() {
        assertThat(ProcessState.RUNNING.exited(3).exited(null)).isEqualTo(new ProcessState(true, 3, null));
    }
}
