package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.testkit.Eventually;
import dev.execbus.testkit.Start;
import dev.execbus.testkit.WebSocketWire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A worker that is told to leave takes nothing new, lets what it has come to its end, and goes. */
@EnabledOnOs(OS.LINUX)
@Timeout(240)
final class DrainIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration EXIT = Duration.ofSeconds(20);
    /** What a drain may take in these tests. */
    private static final Duration BOUND = Duration.ofSeconds(8);

    private static LocalCluster cluster(String title) {
        return LocalCluster.start(
                title,
                Map.of(
                        "sessions.ttlMs", "1000",
                        "node.drainMs", Long.toString(BOUND.toMillis()),
                        "transport.placementWaitMs", "1500"));
    }

    @Test
    void aDrainingWorkerTakesNothingNewAndLeavesWithItsLastSession() {
        try (LocalCluster cluster = cluster("drain-end")) {
            ClusterNode gateway = cluster.node("g1");
            ClusterNode leaving = cluster.node("w1");
            ClusterClient client = cluster.client(gateway, leaving);
            client.call("process/start", Start.of("p", "cat").pipeStdin().params());
            leaving.terminate();
            long told = System.nanoTime();
            Eventually.holds("nothing new", SOON, () -> !cluster.gives(gateway, leaving));

            client.write("p", "1", "still here");
            Eventually.holds("echoed", SOON, () -> client.output().equals("still here"));
            try (ClusterClient refused = connected(cluster, gateway, leaving)) {
                assertThat(refused.initialize(null).path("error").path("code").asInt())
                        .isEqualTo(ErrorCode.RESOURCE_EXHAUSTED.number());
            }
            try (ClusterClient elsewhere = ClusterClient.open(gateway.address(), "/", cluster.headers())) {
                assertThat(elsewhere
                                .call("process/start", Start.of("p", "true").params())
                                .has("result"))
                        .isTrue();
            }
            client.close();
            assertThat(leaving.awaitExit(EXIT)).isZero();
            Figures.since("worker drained and gone after its last session", told);
        }
    }

    @Test
    void aDrainingWorkerDoesNotWaitForEver() {
        try (LocalCluster cluster = cluster("drain-bound")) {
            ClusterNode leaving = cluster.node("w1");
            ClusterClient client = cluster.client(cluster.node("g1"), leaving);
            client.call("process/start", Start.of("p", "cat").pipeStdin().params());
            long told = System.nanoTime();
            leaving.terminate();

            assertThat(leaving.awaitExit(BOUND.plus(EXIT))).isZero();
            Figures.since("worker drained and gone with a session that does not end", told);
            WebSocketWire.End end = Waiting.on("the client is told", client.ended(), SOON);
            assertThat(end.reason()).isNotBlank();
        }
    }

    private static ClusterClient connected(LocalCluster cluster, ClusterNode gateway, ClusterNode worker) {
        try {
            return ClusterClient.connect(gateway.address(), worker, cluster.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
