package dev.execbus.processes;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Ends whole trees, also ones that grow faster than one can kill: first all are stopped, until a look finds nobody new,
 * then all are killed. Confined to the watch's thread.
 */
final class TreeKill {
    /** A look each. What still grows then is killed as it stands, and again at the next look of the watch. */
    private static final int ROUNDS = 20;

    /** A process whatever state it is in. */
    private record Identity(int pid, long startTime) {
        static Identity of(ProcessRow row) {
            return new Identity(row.pid(), row.startTime());
        }
    }

    private final MemberSignals signals;

    TreeKill(MemberSignals signals) {
        this.signals = signals;
    }

    /**
     * @param found what the last look has found
     * @param look looks again
     */
    void kill(
            Collection<WatchedTree> condemned,
            Map<WatchedTree, List<ProcessRow>> found,
            Supplier<Map<WatchedTree, List<ProcessRow>>> look) {
        Set<Identity> stopped = new HashSet<>();
        List<ProcessRow> rows = alive(condemned, found);
        for (int round = 0; round < ROUNDS && stop(rows, stopped); round++) {
            rows = alive(condemned, look.get());
        }
        rows.forEach(row -> signals.send(row, MemberSignals.KILL));
    }

    /** Whether there was anybody new. */
    private boolean stop(List<ProcessRow> rows, Set<Identity> stopped) {
        boolean fresh = false;
        for (ProcessRow row : rows) {
            if (stopped.add(Identity.of(row))) {
                signals.send(row, MemberSignals.STOP);
                fresh = true;
            }
        }
        return fresh;
    }

    private static List<ProcessRow> alive(Collection<WatchedTree> trees, Map<WatchedTree, List<ProcessRow>> found) {
        return trees.stream()
                .flatMap(tree -> found.get(tree).stream())
                .filter(row -> !row.ended())
                .toList();
    }
}
