package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ErrorCode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A gateway and a worker die at once: the sessions of the other worker go on. */
@EnabledOnOs(OS.LINUX)
@Timeout(240)
final class TwoKilledIT {
    private static final Duration RESUMED = Duration.ofSeconds(10);
    private static final Duration LOST = Duration.ofSeconds(15);

    @Test
    void aGatewayAndAWorkerAtOnceTakeOnlyTheirOwn() {
        try (LocalCluster cluster = LocalCluster.start("two-killed", Map.of());
                StreamKeeper living = cluster.keeper("/environments/w1", 20, 1_000);
                StreamKeeper dying = cluster.keeper("/environments/w2", 5, 100)) {
            living.awaitSettled(RESUMED);
            dying.awaitSettled(RESUMED);
            living.flowFor(Duration.ofSeconds(1));
            ClusterNode gateway = cluster.carrier(living);
            ClusterNode worker = cluster.node("w2");
            living.session().markCut();
            worker.kill();
            gateway.kill();

            living.awaitResumed(1, RESUMED);
            assertThat(Waiting.on("the other session is lost", dying.session().lost(), LOST)
                            .path("error")
                            .path("code")
                            .asInt())
                    .isEqualTo(ErrorCode.INVALID_REQUEST.number());

            gateway.start();
            worker.start();
            cluster.awaitReady();
            living.flowFor(Duration.ofSeconds(1));
            living.awaitSettled(RESUMED);
            StreamKeeper.Digests digests = living.finish();
            living.tell("a gateway and a worker killed at once");
            assertThat(digests).isEqualTo(living.expected());
        }
    }
}
