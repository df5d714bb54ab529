package dev.execbus.unifiedexec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class YieldTimesTest {
    private static long command(Long asked) {
        return YieldTimes.ofCommand(asked).toMillis();
    }

    private static long write(long mostEmptyMs, Long asked, boolean empty) {
        return new YieldTimes(Duration.ofMillis(mostEmptyMs))
                .ofWrite(asked, empty)
                .toMillis();
    }

    @Test
    void aCommandIsWaitedForBetweenAQuarterOfASecondAndThirty() {
        assertThat(command(null)).isEqualTo(10_000);
        assertThat(command(0L)).isEqualTo(250);
        assertThat(command(1L)).isEqualTo(250);
        assertThat(command(1_234L)).isEqualTo(1_234);
        assertThat(command(999_999L)).isEqualTo(30_000);
        assertThat(command(Long.MAX_VALUE)).isEqualTo(30_000);
    }

    @Test
    void aWriteIsWaitedForBetweenAQuarterOfASecondAndThirty() {
        assertThat(write(300_000, null, false)).isEqualTo(250);
        assertThat(write(300_000, 1L, false)).isEqualTo(250);
        assertThat(write(300_000, 6_000L, false)).isEqualTo(6_000);
        assertThat(write(300_000, 999_999L, false)).isEqualTo(30_000);
    }

    @Test
    void lookingOnlyTakesFiveSecondsAtLeast() {
        assertThat(write(300_000, null, true)).isEqualTo(5_000);
        assertThat(write(300_000, 1L, true)).isEqualTo(5_000);
        assertThat(write(300_000, 60_000L, true)).isEqualTo(60_000);
        assertThat(write(300_000, 999_999L, true)).isEqualTo(300_000);
    }

    @Test
    void theMostForLookingIsConfigured() {
        assertThat(write(7_000, 60_000L, true)).isEqualTo(7_000);
        assertThat(write(1_000, 60_000L, true)).isEqualTo(5_000);
    }
}
