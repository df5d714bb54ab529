package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.processes.UsageOfTrees.Breach;
import dev.execbus.protocol.ResourceLimits;
import dev.execbus.protocol.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class UsageOfTreesTest {
    private static final ResourceLimits OWN = limits(100, 10);
    private static final WatchedSession UNLIMITED = new WatchedSession(ResourceLimits.NONE);

    @Test
    void addsUp() {
        assertThat(UsageOfTrees.of(List.of(row(1, 9, 'S', 3), row(2, 1, 'R', 4)), 4_096))
                .isEqualTo(new Usage(7 * 4_096, 2));
    }

    @Test
    void countsTheDeadOnlyWhileTheirParentIsThere() {
        assertThat(UsageOfTrees.of(List.of(row(1, 9, 'S', 3), row(2, 1, 'Z', 0), row(3, 7, 'Z', 0)), 1))
                .isEqualTo(new Usage(3, 2));
    }

    @Test
    void findsTreesOverTheirOwnLimits() {
        WatchedTree hog = tree(OWN, UNLIMITED);
        WatchedTree bomb = tree(OWN, UNLIMITED);
        WatchedTree good = tree(OWN, UNLIMITED);
        WatchedTree free = tree(ResourceLimits.NONE, UNLIMITED);
        assertThat(UsageOfTrees.breaches(Map.of(
                        hog,
                        new Usage(101, 1),
                        bomb,
                        new Usage(1, 11),
                        good,
                        new Usage(100, 10),
                        free,
                        new Usage(999, 99))))
                .containsExactlyInAnyOrder(new Breach(hog, Verdict.OOM), new Breach(bomb, Verdict.PIDS));
    }

    @Test
    void blamesTheLargestTreeOfASession() {
        WatchedSession session = new WatchedSession(limits(100, 10));
        WatchedSession others = new WatchedSession(limits(100, 10));
        WatchedTree large = tree(ResourceLimits.NONE, session);
        WatchedTree many = tree(ResourceLimits.NONE, session);
        WatchedTree elsewhere = tree(ResourceLimits.NONE, others);
        assertThat(UsageOfTrees.breaches(
                        Map.of(large, new Usage(60, 1), many, new Usage(50, 9), elsewhere, new Usage(90, 1))))
                .containsExactly(new Breach(large, Verdict.OOM));
        assertThat(UsageOfTrees.breaches(
                        Map.of(large, new Usage(50, 2), many, new Usage(50, 9), elsewhere, new Usage(90, 1))))
                .containsExactly(new Breach(many, Verdict.PIDS));
    }

    @Test
    void whoIsBeingEndedCountsNoMore() {
        WatchedSession session = new WatchedSession(limits(100, 10));
        WatchedTree dying = tree(OWN, session);
        dying.condemn(Verdict.OOM);
        WatchedTree hog = tree(OWN, session);
        WatchedTree good = tree(ResourceLimits.NONE, session);
        assertThat(UsageOfTrees.breaches(
                        Map.of(dying, new Usage(500, 1), hog, new Usage(101, 1), good, new Usage(90, 1))))
                .containsExactly(new Breach(hog, Verdict.OOM));
    }

    private static WatchedTree tree(ResourceLimits limits, WatchedSession session) {
        return new WatchedTree(1, 0, limits, session, new VerdictNote());
    }

    private static ResourceLimits limits(long memoryBytes, long processes) {
        return new ResourceLimits(memoryBytes, processes, 0, 0, 0, 0);
    }

    private static ProcessRow row(int pid, int parent, char state, long pages) {
        return new ProcessRow(pid, parent, 1, state, 1, pages);
    }
}
