package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Both gateways are restarted, one after the other, under load: clients reconnect, and that is all they notice. */
@EnabledOnOs(OS.LINUX)
@Timeout(240)
final class RollingRestartIT {
    private static final int SERVICE_RESTART = 1012;
    private static final Duration EXIT = Duration.ofSeconds(30);
    private static final Duration RESUMED = Duration.ofSeconds(20);

    @Test
    void gatewaysRestartedOneAfterTheOtherLoseNothing() {
        try (LocalCluster cluster = LocalCluster.start("rolling-restart", Map.of());
                StreamKeeper keeper = cluster.keeper("/", 50, 3_000)) {
            for (int i = 0; i < 2; i++) {
                keeper.awaitSettled(RESUMED);
                keeper.flowFor(Duration.ofSeconds(1));
                ClusterNode carrier = cluster.carrier(keeper);
                long told = System.nanoTime();
                keeper.session().markCut();
                carrier.terminate();
                assertThat(carrier.awaitExit(EXIT))
                        .as("exit code of " + carrier)
                        .isZero();
                Figures.since("gateway drained and gone", told);
                keeper.awaitResumed(i + 1, RESUMED);
                carrier.start();
                cluster.awaitReady(carrier);
            }
            keeper.awaitSettled(RESUMED);
            keeper.flowFor(Duration.ofSeconds(1));
            StreamKeeper.Digests digests = keeper.finish();
            keeper.tell("rolling restart of both gateways");

            assertThat(digests).isEqualTo(keeper.expected());
            assertThat(keeper.session().interruptions())
                    .isNotEmpty()
                    .extracting(interruption -> interruption.end().code())
                    .containsOnly(SERVICE_RESTART);
            assertThat(keeper.session().errors()).isEmpty();
        }
    }
}
