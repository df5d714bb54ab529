package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The gateway that carries a stream is killed again and again, and not a byte is missing or doubled either way. */
@EnabledOnOs(OS.LINUX)
@Timeout(480)
final class GatewayKillIT {
    private static final int ROUNDS = Integer.getInteger("execbus.rounds", 50);
    private static final int MEGABYTES = Integer.getInteger("execbus.megabytes", 50);
    private static final int KILOBYTES = 3_000;
    private static final Duration RESUMED = Duration.ofSeconds(10);
    /** For the killed one to be back; a round may begin without it. */
    private static final Duration BACK = Duration.ofSeconds(4);

    @Test
    void killsOfTheCarryingGatewayLoseNothing() {
        long seed = Long.getLong("execbus.seed", System.nanoTime());
        Figures.tell("GatewayKillIT -Dexecbus.seed=" + seed);
        Random random = new Random(seed);
        int alone = 0;
        try (LocalCluster cluster = LocalCluster.start("gateway-kill", Map.of());
                StreamKeeper keeper = cluster.keeper("/", MEGABYTES, KILOBYTES)) {
            for (int round = 0; round < ROUNDS; round++) {
                keeper.awaitSettled(RESUMED.multipliedBy(2));
                keeper.flowFor(Duration.ofMillis(200 + random.nextInt(500)));
                ClusterNode carrier = cluster.carrier(keeper);
                alone += cluster.other(carrier).hasAnnounced() ? 0 : 1;
                keeper.session().markCut();
                carrier.kill();
                carrier.start();
                keeper.awaitResumed(round + 1, RESUMED);
                Waiting.atMost(BACK, carrier::hasAnnounced);
            }
            keeper.awaitSettled(RESUMED.multipliedBy(2));
            StreamKeeper.Digests digests = keeper.finish();
            keeper.tell("kill -9 of the carrying gateway, " + ROUNDS + " rounds, " + alone
                    + " of them without a second one");

            assertThat(digests).isEqualTo(keeper.expected());
        }
    }
}
