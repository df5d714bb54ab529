package dev.execbus.processes;

import dev.execbus.protocol.ResourceLimits;

/** The limits of a session and of each process in it. Confined to the supervisor's context. */
final class SessionLimits {
    private final TreeKeeper.Session trees;
    private final boolean all;
    private final OutputTotal output;

    /**
     * @param trees null when nothing can keep limits of memory and processes
     * @param all whether the processes without such limits count too, because their session has some
     */
    SessionLimits(TreeKeeper.Session trees, boolean all, long outputBytes) {
        this.trees = trees;
        this.all = all;
        this.output = new OutputTotal(outputBytes);
    }

    ProcessLimits process(ResourceLimits own) {
        boolean kept = all || own.memoryBytes() != 0 || own.processes() != 0;
        return new ProcessLimits(own, kept ? trees : null, output);
    }

    /** Nothing in any of its trees goes on. */
    void end() {
        if (trees != null) {
            trees.end();
        }
    }
}
