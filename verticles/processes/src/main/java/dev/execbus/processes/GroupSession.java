package dev.execbus.processes;

import dev.execbus.protocol.ResourceLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The trees of a session in a group of their own, made with the first of them. Any thread. */
final class GroupSession implements TreeKeeper.Session {
    private static final Logger LOG = LoggerFactory.getLogger(GroupSession.class);
    /** Looks after its end at a group that cannot be removed; then it is left to the operator. */
    private static final int PATIENCE = 600;

    /** Whose groups these are. */
    interface Owner {
        ControlGroup make(ResourceLimits limits) throws IOException;

        /** There is something to look at. */
        void begun(GroupSession session);
    }

    private final Owner owner;
    private final WatchedSession limits;
    private final List<GroupTree> trees = new ArrayList<>();
    private ControlGroup group;
    private long made;
    private boolean ended;
    private int looksAfterEnd;

    GroupSession(Owner owner, ResourceLimits limits) {
        this.owner = owner;
        this.limits = new WatchedSession(limits);
    }

    /** Children are born into the group of their parent. */
    @Override
    public boolean early() {
        return true;
    }

    @Override
    public synchronized TreeKeeper.Tree admit(int pid, int helpers, ResourceLimits own, VerdictNote note)
            throws SpawnException {
        if (ended) {
            throw SpawnFailures.internal("the session has ended");
        }
        try {
            if (group == null) {
                group = owner.make(limits.limits());
            }
            ControlGroup leaf = group.makeChild("process-" + made++);
            GroupTree tree = new GroupTree(leaf, new WatchedTree(pid, helpers, own, limits, note));
            leaf.limit(own);
            leaf.endAsOne();
            leaf.enter(pid);
            trees.add(tree);
            owner.begun(this);
            return tree;
        } catch (IOException e) {
            LOG.warn("a process could not be put into a cgroup: {}", e.getMessage());
            throw SpawnFailures.internal("the limits of the process could not be set by a cgroup");
        }
    }

    @Override
    public synchronized void end() {
        if (!ended) {
            ended = true;
            trees.forEach(tree -> tree.tree().condemn());
            if (group != null) {
                group.kill();
                owner.begun(this);
            }
        }
    }

    /** Ends who is over a limit, and tidies up; whether there is nothing to look at any more. */
    synchronized boolean look() {
        Map<WatchedTree, Usage> usages = new HashMap<>();
        for (GroupTree tree : trees) {
            tree.look();
            usages.put(tree.tree(), tree.tree().withoutHelpers(tree.usage()));
        }
        for (UsageOfTrees.Breach breach : UsageOfTrees.breaches(usages)) {
            breach.tree().condemn(breach.verdict());
        }
        trees.removeIf(GroupTree::over);
        return ended ? gone() : trees.isEmpty();
    }

    synchronized boolean ended() {
        return ended;
    }

    private boolean gone() {
        if (group == null || group.remove()) {
            return true;
        }
        group.kill();
        looksAfterEnd++;
        if (looksAfterEnd == PATIENCE) {
            LOG.warn("the cgroup {} cannot be removed", group.path());
        }
        return looksAfterEnd >= PATIENCE;
    }
}
