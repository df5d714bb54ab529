package dev.execbus.processes;

import dev.execbus.protocol.Verdict;

/** A process in a group of its own. Any thread. */
final class GroupTree implements TreeKeeper.Tree {
    private final ControlGroup group;
    private final WatchedTree tree;

    GroupTree(ControlGroup group, WatchedTree tree) {
        this.group = group;
        this.tree = tree;
    }

    WatchedTree tree() {
        return tree;
    }

    /** The kernel may have ended it since the last look. Reads small files of the kernel, which do not wait. */
    @Override
    public void exited() {
        look();
        tree.rootExited();
    }

    /** Condemns it when the kernel says that it met a limit. */
    void look() {
        if (group.memoryKills() > 0) {
            tree.condemn(Verdict.OOM);
        } else if (group.refusedStarts() > 0) {
            tree.condemn(Verdict.PIDS);
        }
    }

    /** The kernel keeps the limit of memory, so there is nothing to say about it. */
    Usage usage() {
        return new Usage(0, group.count());
    }

    /** Ends everybody when it is condemned; whether it is all over, and its group gone. */
    boolean over() {
        boolean populated = group.populated();
        if (populated && tree.condemned()) {
            group.kill();
        }
        return !populated && tree.hasRootExited() && group.remove();
    }
}
