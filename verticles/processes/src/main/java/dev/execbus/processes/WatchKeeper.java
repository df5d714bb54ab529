package dev.execbus.processes;

import dev.execbus.protocol.ResourceLimits;
import java.util.LinkedHashSet;
import java.util.Set;

/** Keeps limits by looking again and again. */
final class WatchKeeper implements TreeKeeper {
    private final TreeWatch watch;

    WatchKeeper(TreeWatch watch) {
        this.watch = watch;
    }

    @Override
    public Session session(ResourceLimits limits) {
        return new WatchedTrees(new WatchedSession(limits));
    }

    @Override
    public void close() {
        watch.close();
    }

    private final class WatchedTrees implements Session {
        private final WatchedSession session;
        private final Set<WatchedTree> trees = new LinkedHashSet<>();
        private boolean ended;

        private WatchedTrees(WatchedSession session) {
            this.session = session;
        }

        /** Who has started others is found by them. */
        @Override
        public boolean early() {
            return false;
        }

        @Override
        public synchronized Tree admit(int pid, int helpers, ResourceLimits limits, VerdictNote note) {
            WatchedTree tree = new WatchedTree(pid, helpers, limits, session, note);
            if (ended) {
                tree.condemn();
            }
            trees.removeIf(WatchedTree::over);
            trees.add(tree);
            watch.watch(tree);
            return tree::rootExited;
        }

        @Override
        public synchronized void end() {
            ended = true;
            trees.forEach(WatchedTree::condemn);
            trees.clear();
            watch.wake();
        }
    }
}
