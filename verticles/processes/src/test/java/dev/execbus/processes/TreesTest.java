package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ResourceLimits;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class TreesTest {
    private static final int SERVER = 100;

    private final WatchedSession session = new WatchedSession(ResourceLimits.NONE);
    private final WatchedTree tree = tree(200);
    private final WatchedTree other = tree(300);
    private final Trees trees = new Trees(SERVER);

    @Test
    void followsParents() {
        assertThat(find(row(100, 1, 1), row(200, 100, 200), row(201, 200, 200), row(300, 100, 300), row(301, 300, 9)))
                .isEqualTo(Map.of(tree, List.of(200, 201), other, List.of(300, 301)));
    }

    @Test
    void followsParentsWhoseNumbersAreHigher() {
        assertThat(find(row(11, 12, 7), row(12, 13, 8), row(13, 200, 9), row(200, 100, 200)))
                .isEqualTo(Map.of(tree, List.of(200, 13, 12, 11), other, List.of()));
    }

    @Test
    void leavesEverybodyElseAlone() {
        assertThat(find(row(1, 0, 1), row(100, 1, 100), row(150, 100, 150), row(151, 150, 150), row(160, 1, 160)))
                .isEqualTo(Map.of(tree, List.of(), other, List.of()));
    }

    @Test
    void keepsOrphansOfTheSession() {
        assertThat(find(row(200, 100, 200), row(205, 1, 200)).get(tree)).containsExactly(200, 205);
    }

    @Test
    void keepsOrphansThatWereSeenBefore() {
        find(row(200, 100, 200), row(205, 200, 205));
        assertThat(find(row(200, 100, 200), row(205, 1, 205), row(206, 1, 205)).get(tree))
                .containsExactly(200, 205, 206);
    }

    @Test
    void keepsWhatAnExitedRootHasLeftBehind() {
        find(row(200, 100, 200), row(201, 200, 200));
        tree.rootExited();
        assertThat(find(row(201, 1, 200), row(202, 201, 200)).get(tree)).containsExactly(201, 202);
    }

    @Test
    void findsWhatWasLeftBehindBeforeTheFirstLook() {
        tree.rootExited();
        assertThat(find(row(201, 1, 200)).get(tree)).containsExactly(201);
    }

    @Test
    void doesNotTakeAnotherProcessForAnExitedRoot() {
        find(row(200, 100, 200));
        tree.rootExited();
        ProcessRow reused = new ProcessRow(200, 100, 200, 'S', 999, 1);
        assertThat(find(reused, row(201, 200, 200))).isEqualTo(Map.of(tree, List.of(), other, List.of()));
    }

    @Test
    void doesNotTakeAStrangerForARoot() {
        assertThat(find(row(200, 1, 200), row(201, 200, 200)).get(tree)).isEmpty();
    }

    @Test
    void doesNotTakeAnotherProcessForAMember() {
        find(row(200, 100, 200), row(205, 200, 205));
        ProcessRow reused = new ProcessRow(205, 1, 7, 'S', 999, 1);
        assertThat(find(row(200, 100, 200), reused).get(tree)).containsExactly(200);
    }

    @Test
    void aParentIsNotYoungerThanItsChild() {
        ProcessRow reused = new ProcessRow(201, 200, 200, 'S', 999, 1);
        assertThat(find(row(200, 100, 200), reused, row(202, 201, 7)).get(tree)).containsExactly(200, 201);
    }

    @Test
    void survivesCircles() {
        assertThat(find(row(401, 402, 9), row(402, 401, 9))).isEqualTo(Map.of(tree, List.of(), other, List.of()));
    }

    @Test
    void letsGoOfTreesThatAreNotAskedForAnyMore() {
        find(row(200, 100, 200), row(201, 200, 200));
        assertThat(pids(trees.find(List.of(other), List.of(row(200, 100, 200), row(201, 200, 200)))))
                .isEqualTo(Map.of(other, List.of()));
    }

    private Map<WatchedTree, List<Integer>> find(ProcessRow... rows) {
        return pids(trees.find(List.of(tree, other), List.of(rows)));
    }

    private static Map<WatchedTree, List<Integer>> pids(Map<WatchedTree, List<ProcessRow>> found) {
        return found.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> pids(entry.getValue())));
    }

    private static List<Integer> pids(Collection<ProcessRow> rows) {
        return rows.stream().map(ProcessRow::pid).toList();
    }

    private static ProcessRow row(int pid, int parent, int session) {
        return new ProcessRow(pid, parent, session, 'S', 10, 1);
    }

    private WatchedTree tree(int root) {
        return new WatchedTree(root, 0, ResourceLimits.NONE, session, new VerdictNote());
    }
}
