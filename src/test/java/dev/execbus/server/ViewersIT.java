package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.testkit.Start;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Many look at a process that prints as fast as it can, and some of them stop reading. */
@EnabledOnOs(OS.LINUX)
@Timeout(300)
final class ViewersIT {
    private static final int VIEWERS = 20;
    private static final int FROZEN = 2;
    private static final int BYTES = 48_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Of a gateway; a frozen viewer of it lacks more, and the heap is not all in use from the beginning. */
    private static final long MOST_GROWTH_KILOBYTES = 40 << 10;

    @Test
    void frozenViewersCostNobodyAnythingAndCatchUp() {
        String printed = Numbers.sha256(Numbers.bytes(BYTES));
        try (LocalCluster cluster = LocalCluster.start("viewers", Map.of("console", "true"))) {
            assertThat(show(cluster, 0)).isEqualTo(Collections.nCopies(VIEWERS, printed));
            assertThat(show(cluster, FROZEN)).isEqualTo(Collections.nCopies(VIEWERS, printed));
        }
    }

    /** What each viewer saw. */
    private static List<String> show(LocalCluster cluster, int frozen) {
        List<Onlooker> viewers = new ArrayList<>();
        try (Onlooker owner = Onlooker.open(cluster, cluster.node("g1"), cluster.node("w1"))) {
            owner.start(Start.shell("p", "read go; " + Numbers.script(BYTES)).pipeStdin());
            for (int i = 0; i < VIEWERS; i++) {
                viewers.add(Onlooker.open(cluster, cluster.node(i % 2 == 0 ? "g1" : "g2"), cluster.node("w2")));
                viewers.getLast().lookAt("p", owner);
            }
            List<Onlooker> stuck = viewers.subList(0, frozen);
            stuck.forEach(Onlooker::freeze);
            List<Long> before = gateways(cluster);

            owner.write("p", "go\n");

            viewers.subList(frozen, VIEWERS).forEach(viewer -> viewer.awaitClosed(PATIENCE));
            owner.awaitClosed(PATIENCE);
            List<Long> after = gateways(cluster);
            assertThat(owner.length()).isEqualTo(BYTES);
            stuck.forEach(viewer -> assertThat(viewer.length()).isLessThan(BYTES / 100));
            for (int i = 0; i < before.size() && frozen > 0; i++) {
                assertThat(after.get(i) - before.get(i)).isLessThan(MOST_GROWTH_KILOBYTES);
            }
            Figures.tell("%d viewers, %d of them frozen: gateways had %s kB, then %s kB"
                    .formatted(VIEWERS, frozen, before, after));

            stuck.forEach(Onlooker::thaw);
            stuck.forEach(viewer -> viewer.awaitClosed(PATIENCE));
            return viewers.stream().map(Onlooker::sha256).toList();
        } finally {
            viewers.forEach(Onlooker::close);
        }
    }

    private static List<Long> gateways(LocalCluster cluster) {
        return cluster.gateways().map(LocalCluster::residentKilobytes).toList();
    }
}
