package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.execbus.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The network between nodes breaks, without a word to anybody, and heals: every session is reachable again. */
@EnabledOnOs(OS.LINUX)
@Timeout(300)
final class CutNetworkIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration CAUGHT_UP = Duration.ofSeconds(30);
    private static final Duration CUT = Duration.ofSeconds(15);
    private static final List<String> GATEWAYS = List.of("g1", "g2");
    private static final List<String> WORKERS = List.of("w1", "w2");

    private static void assumeNetworks() {
        assumeThat(NodeNetwork.isPossible())
                .as("network namespaces can be made here (needs root and the program ip)")
                .isTrue();
    }

    @Test
    void aGatewayCutOffFromTheRestIsBackWhenTheNetworkIs() {
        assumeNetworks();
        try (NodeNetwork network = NodeNetwork.of(NodeCommands.NAMES);
                LocalCluster cluster = LocalCluster.start("cut-gateway", Map.of(), network);
                StreamKeeper keeper = cluster.keeper("/environments/w1", 20, 1_000)) {
            keeper.awaitSettled(SOON);
            ClusterNode alone = cluster.carrier(keeper);
            List<String> rest = NodeCommands.NAMES.stream()
                    .filter(name -> !name.equals(alone.name()))
                    .toList();
            keeper.session().markCut();
            rest.forEach(name -> network.cut(alone.name(), name));
            long cut = System.nanoTime();
            keeper.awaitResumed(1, SOON);
            Figures.since("a gateway cut off, its stream resumed elsewhere", cut);
            Waiting.pass(CUT.minusNanos(System.nanoTime() - cut));

            rest.forEach(name -> network.heal(alone.name(), name));
            awaitAllGiven(cluster);
            keeper.awaitSettled(CAUGHT_UP);
            keeper.flowFor(Duration.ofSeconds(1));
            StreamKeeper.Digests digests = keeper.finish();
            keeper.tell("a gateway cut off for 15 s");
            assertThat(digests).isEqualTo(keeper.expected());
            // Those who still see each other are not disturbed by it.
            assertThat(keeper.session().interruptions()).hasSize(1);
        }
    }

    @Test
    void workersCutOffFromTheGatewaysAreBackWhenTheNetworkIs() {
        assumeNetworks();
        try (NodeNetwork network = NodeNetwork.of(NodeCommands.NAMES);
                LocalCluster cluster = LocalCluster.start("cut-workers", Map.of(), network);
                StreamKeeper keeper = cluster.keeper("/environments/w1", 10, 500);
                StreamKeeper other = cluster.keeper("/environments/w2", 10, 500)) {
            keeper.awaitSettled(SOON);
            other.awaitSettled(SOON);
            keeper.session().markCut();
            other.session().markCut();
            GATEWAYS.forEach(gateway -> WORKERS.forEach(worker -> network.cut(gateway, worker)));
            Waiting.pass(CUT);
            GATEWAYS.forEach(gateway -> WORKERS.forEach(worker -> network.heal(gateway, worker)));
            long healed = System.nanoTime();
            keeper.awaitResumed(1, SOON);
            other.awaitResumed(1, SOON);
            Figures.since("network between gateways and workers healed, both streams go on", healed);
            awaitAllGiven(cluster);
            keeper.awaitSettled(CAUGHT_UP);
            other.awaitSettled(CAUGHT_UP);
            for (StreamKeeper each : List.of(keeper, other)) {
                StreamKeeper.Digests digests = each.finish();
                each.tell("gateways and workers cut off from each other for 15 s");
                assertThat(digests).isEqualTo(each.expected());
            }
        }
    }

    private static void awaitAllGiven(LocalCluster cluster) {
        long healed = System.nanoTime();
        cluster.gateways()
                .forEach(gateway -> cluster.workers()
                        .forEach(worker -> Eventually.holds(
                                gateway + " gives sessions on " + worker,
                                SOON.multipliedBy(2),
                                () -> cluster.gives(gateway, worker))));
        Figures.since("network healed, every gateway gives sessions on every worker", healed);
    }
}
