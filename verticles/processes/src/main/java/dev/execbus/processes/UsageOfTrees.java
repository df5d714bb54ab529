package dev.execbus.processes;

import dev.execbus.protocol.ResourceLimits;
import dev.execbus.protocol.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Who is over a limit. Trees that are condemned already count no more: they are about to give back what they have. */
final class UsageOfTrees {
    /** A tree that is to be ended. */
    record Breach(WatchedTree tree, Verdict verdict) {}

    private UsageOfTrees() {}

    /**
     * Memory that processes share counts for each of them. Who has ended counts while a process of the same tree has not
     * looked at it: it takes a place in the kernel's table.
     */
    static Usage of(List<ProcessRow> tree, long pageBytes) {
        Set<Integer> pids = tree.stream().map(ProcessRow::pid).collect(Collectors.toCollection(HashSet::new));
        long pages = 0;
        long processes = 0;
        for (ProcessRow row : tree) {
            if (!row.ended() || pids.contains(row.parent())) {
                pages += row.residentPages();
                processes++;
            }
        }
        return new Usage(pages * pageBytes, processes);
    }

    /** Each tree over its own limits, and of each session over its limits the tree that has most. */
    static List<Breach> breaches(Map<WatchedTree, Usage> trees) {
        List<Breach> breaches = new ArrayList<>();
        Map<WatchedSession, Map<WatchedTree, Usage>> sessions = new HashMap<>();
        trees.forEach((tree, usage) -> {
            if (!tree.condemned()) {
                over(tree.limits(), usage)
                        .ifPresentOrElse(
                                verdict -> breaches.add(new Breach(tree, verdict)),
                                () -> sessions.computeIfAbsent(tree.session(), session -> new HashMap<>())
                                        .put(tree, usage));
            }
        });
        sessions.forEach((session, own) -> {
            Usage together = own.values().stream().reduce(Usage.NONE, Usage::plus);
            over(session.limits(), together)
                    .ifPresent(verdict -> breaches.add(new Breach(largest(own, verdict), verdict)));
        });
        return breaches;
    }

    private static Optional<Verdict> over(ResourceLimits limits, Usage usage) {
        if (limits.memoryBytes() != 0 && usage.memoryBytes() > limits.memoryBytes()) {
            return Optional.of(Verdict.OOM);
        }
        if (limits.processes() != 0 && usage.processes() > limits.processes()) {
            return Optional.of(Verdict.PIDS);
        }
        return Optional.empty();
    }

    private static WatchedTree largest(Map<WatchedTree, Usage> trees, Verdict verdict) {
        ToLongFunction<Usage> measure = verdict == Verdict.OOM ? Usage::memoryBytes : Usage::processes;
        return trees.entrySet().stream()
                .max((one, other) ->
                        Long.compare(measure.applyAsLong(one.getValue()), measure.applyAsLong(other.getValue())))
                .orElseThrow()
                .getKey();
    }
}
