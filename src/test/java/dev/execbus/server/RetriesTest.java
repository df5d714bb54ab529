package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RetriesTest {
    private final Retries retries = new Retries(Duration.ofSeconds(60));
    private long now = 1;

    @Test
    void triesAtOnceAndThenWithGrowingPauses() {
        retries.attached(now);
        pass(Duration.ofSeconds(5));

        assertThat(pauses(8)).containsExactly(0L, 100L, 150L, 225L, 337L, 506L, 759L, 1_000L);
    }

    @Test
    void givesUpWhenTheTimeIsUp() {
        retries.attached(now);
        retries.next(now);
        pass(Duration.ofSeconds(59));
        assertThat(retries.next(now)).isPresent();
        pass(Duration.ofSeconds(1));

        assertThat(retries.next(now)).isEmpty();
    }

    @Test
    void countsEachLossFromItsOwnBeginning() {
        retries.attached(now);
        retries.next(now);
        pass(Duration.ofSeconds(59));
        retries.attached(now);
        pass(Duration.ofSeconds(30));

        assertThat(retries.next(now)).hasValue(Duration.ZERO);
    }

    @Test
    void doesNotHurryBackToAServerThatHangsUpAtOnce() {
        retries.attached(now);
        retries.next(now);
        retries.attached(now);

        assertThat(retries.next(now)).hasValue(Duration.ofMillis(100));
    }

    @Test
    void doesNotTryForEverWithAServerThatHangsUpAtOnce() {
        retries.next(now);
        for (int i = 0; i < 60; i++) {
            pass(Duration.ofMillis(999));
            retries.attached(now);
            assertThat(retries.next(now)).isPresent();
        }
        pass(Duration.ofMillis(60));
        retries.attached(now);

        assertThat(retries.next(now)).isEmpty();
    }

    private List<Long> pauses(int count) {
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Optional<Duration> pause = retries.next(now);
            pause.ifPresent(time -> {
                pauses.add(time.toMillis());
                pass(time);
            });
        }
        return pauses;
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
