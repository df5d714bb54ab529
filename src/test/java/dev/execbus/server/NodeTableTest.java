package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.Beats;
import dev.execbus.bus.Beats.GatewayBeat;
import dev.execbus.bus.Beats.WorkerBeat;
import dev.execbus.bus.NodeName;
import dev.execbus.server.NodeTable.Event;
import dev.execbus.server.NodeTable.What;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NodeTableTest {
    private static final long LEASE = Beats.LEASE.toNanos();

    private final NodeTable table = new NodeTable();

    @Test
    void whoIsHeardHasJoinedOnce() {
        assertThat(table.heard(worker("w1", 1), 0)).containsExactly(event(What.JOINED, worker("w1", 1), 0));
        assertThat(table.heard(worker("w1", 1), 5)).isEmpty();
        assertThat(table.all()).containsExactly(new NodeState(worker("w1", 1), 5, false));
    }

    @Test
    void whoIsNotHeardForALeaseIsLostAndMayComeBack() {
        table.heard(worker("w1", 1), 0);

        assertThat(table.expire(LEASE)).isEmpty();
        assertThat(table.expire(LEASE + 1))
                .containsExactly(new Event(What.LOST, new NodeState(worker("w1", 1), 0, true)));
        assertThat(table.expire(LEASE + 2)).isEmpty();
        assertThat(table.all()).noneMatch(NodeState::isLivingWorker);
        assertThat(table.heard(worker("w1", 1), LEASE + 3))
                .containsExactly(event(What.BACK, worker("w1", 1), LEASE + 3));
        assertThat(table.all()).allMatch(NodeState::isLivingWorker);
    }

    @Test
    void aLostNodeIsForgottenAfterAWhile() {
        table.heard(worker("w1", 1), 0);
        table.expire(LEASE + 1);

        assertThat(table.expire(NodeTable.MEMORY.toNanos() + 1)).isEmpty();
        assertThat(table.all()).isEmpty();
    }

    @Test
    void whoSaysGoodbyeHasLeft() {
        table.heard(gateway("g1", false, false), 0);
        GatewayBeat last = gateway("g1", true, true);

        assertThat(table.heard(last, 1)).containsExactly(event(What.LEFT, last, 1));
        assertThat(table.all()).isEmpty();
        assertThat(table.heard(last, 2)).isEmpty();
    }

    @Test
    void drainingIsToldOnce() {
        table.heard(gateway("g1", false, false), 0);
        GatewayBeat draining = gateway("g1", true, false);

        assertThat(table.heard(draining, 1)).containsExactly(event(What.DRAINING, draining, 1));
        assertThat(table.heard(draining, 2)).isEmpty();
        assertThat(table.all()).extracting(NodeState::word).containsExactly("draining");
    }

    @Test
    void anotherOneOfTheSameNameTakesThePlace() {
        table.heard(worker("w1", 1), 0);

        assertThat(table.heard(worker("w1", 2), 1))
                .containsExactly(event(What.LEFT, worker("w1", 1), 0), event(What.JOINED, worker("w1", 2), 1));
    }

    @Test
    void gatewaysComeFirstAndEachKindByName() {
        table.heard(worker("w2", 1), 0);
        table.heard(gateway("g2", false, false), 0);
        table.heard(worker("w1", 1), 0);
        table.heard(gateway("g1", false, false), 0);

        assertThat(table.all()).extracting(node -> node.beat().name().value()).containsExactly("g1", "g2", "w1", "w2");
    }

    private static Event event(What what, Beats.Beat beat, long at) {
        return new Event(what, new NodeState(beat, at, false));
    }

    private static WorkerBeat worker(String name, long incarnation) {
        return new WorkerBeat(new NodeName(name), incarnation, 1, 10, 5, List.of("gpu"), false, false, "1");
    }

    private static GatewayBeat gateway(String name, boolean draining, boolean leaving) {
        return new GatewayBeat(new NodeName(name), 1, 3, draining, leaving, "1");
    }
}
