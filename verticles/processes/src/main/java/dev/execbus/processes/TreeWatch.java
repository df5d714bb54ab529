package dev.execbus.processes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps limits of memory and processes without the kernel's help: looks at all processes of the machine once in an
 * interval and ends trees that are over. Memory is what is really there, shared pages counted for each process that has
 * them; what comes and goes between two looks is not seen. Any thread.
 */
final class TreeWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TreeWatch.class);
    /** Looks at a condemned tree after which what does not die is left to the kernel. */
    private static final int PATIENCE = 600;

    private final ProcessTable table;
    private final TreeKill kill;
    private final Trees owners;
    private final long pageBytes;
    private final Rounds rounds;
    private final Map<WatchedTree, Integer> deathBeds = new HashMap<>();
    private final Set<WatchedTree> trees = new LinkedHashSet<>();

    TreeWatch(String name, ProcessTable table, MemberSignals signals, int server, long pageBytes, Duration interval) {
        this.table = table;
        this.kill = new TreeKill(signals);
        this.owners = new Trees(server);
        this.pageBytes = pageBytes;
        this.rounds = new Rounds("limits-" + name, interval, new Looks());
    }

    static TreeWatch ofThisMachine(String worker, Duration interval) {
        KernelProcessTable table = new KernelProcessTable();
        int server = (int) ProcessHandle.current().pid();
        return new TreeWatch(worker, table, new KernelSignals(table), server, KernelSignals.pageBytes(), interval);
    }

    /** Until its root has exited, as the tree must be told, and nobody of it is left. */
    void watch(WatchedTree tree) {
        synchronized (trees) {
            trees.add(tree);
        }
        rounds.begin();
    }

    /** The next look is taken now. */
    void wake() {
        rounds.wake();
    }

    /** Ends all trees that are left. */
    @Override
    public void close() {
        current().forEach(WatchedTree::condemn);
        rounds.close();
    }

    private final class Looks implements Rounds.Task {
        @Override
        public void round(boolean closing) {
            look(current(), closing);
        }

        @Override
        public boolean idle() {
            synchronized (trees) {
                return trees.isEmpty();
            }
        }
    }

    private List<WatchedTree> current() {
        synchronized (trees) {
            return List.copyOf(trees);
        }
    }

    private void look(List<WatchedTree> now, boolean closing) {
        Map<WatchedTree, List<ProcessRow>> found = owners.find(now, table.read());
        condemnWhoIsOver(found);
        List<WatchedTree> condemned = new ArrayList<>();
        List<WatchedTree> gone = new ArrayList<>();
        for (WatchedTree tree : now) {
            boolean empty = found.get(tree).stream().allMatch(ProcessRow::ended);
            if (empty && (closing || tree.hasRootExited())) {
                gone.add(tree);
            } else if (!empty && tree.condemned()) {
                condemned.add(tree);
            }
        }
        if (!condemned.isEmpty()) {
            kill.kill(condemned, found, () -> owners.find(now, table.read()));
            gone.addAll(condemned.stream().filter(this::outOfPatience).toList());
        }
        forget(gone);
    }

    private void condemnWhoIsOver(Map<WatchedTree, List<ProcessRow>> found) {
        Map<WatchedTree, Usage> usages = new HashMap<>();
        found.forEach((tree, rows) -> usages.put(tree, tree.withoutHelpers(UsageOfTrees.of(rows, pageBytes))));
        for (UsageOfTrees.Breach breach : UsageOfTrees.breaches(usages)) {
            breach.tree().condemn(breach.verdict());
            LOG.info(
                    "limit={} pid={}",
                    breach.verdict().wireName(),
                    breach.tree().root());
        }
    }

    private boolean outOfPatience(WatchedTree tree) {
        boolean out = deathBeds.merge(tree, 1, Integer::sum) > PATIENCE;
        if (out) {
            LOG.warn("processes do not die pid={}", tree.root());
        }
        return out;
    }

    private void forget(List<WatchedTree> gone) {
        gone.forEach(deathBeds::remove);
        gone.forEach(WatchedTree::setOver);
        synchronized (trees) {
            gone.forEach(trees::remove);
        }
    }
}
