package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class StopRequestsTest {
    private final StopRequests stop = new StopRequests();

    @Test
    void theFirstRequestAsksAndTheSecondOneHurries() throws InterruptedException {
        assertThat(stop.isAskedWithin(Duration.ofMillis(1))).isFalse();
        stop.ask();
        assertThat(stop.isAskedWithin(Duration.ofMillis(1))).isTrue();
        assertThat(stop.hurried()).isNotDone();
        stop.ask();
        assertThat(stop.hurried()).isDone();
    }
}
