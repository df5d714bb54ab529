package dev.execbus.processes;

import dev.execbus.protocol.ResourceLimits;
import dev.execbus.protocol.Verdict;

/** A process that was started and everything it starts itself, as {@link TreeWatch} follows it. Any thread. */
final class WatchedTree {
    private final int root;
    private final int helpers;
    private final ResourceLimits limits;
    private final WatchedSession session;
    private final VerdictNote note;
    private volatile boolean rootExited;
    private volatile boolean condemned;
    private volatile boolean over;

    /** @param helpers of its processes, which do not count */
    WatchedTree(int root, int helpers, ResourceLimits limits, WatchedSession session, VerdictNote note) {
        this.root = root;
        this.helpers = helpers;
        this.limits = limits;
        this.session = session;
        this.note = note;
    }

    int root() {
        return root;
    }

    ResourceLimits limits() {
        return limits;
    }

    WatchedSession session() {
        return session;
    }

    Usage withoutHelpers(Usage all) {
        return new Usage(all.memoryBytes(), Math.max(0, all.processes() - helpers));
    }

    /** From now on its number may be another's; what it has left behind is still followed. */
    void rootExited() {
        rootExited = true;
    }

    boolean hasRootExited() {
        return rootExited;
    }

    /** All of it is to end, whatever it does, for this reason. */
    void condemn(Verdict reason) {
        note.note(reason);
        condemned = true;
    }

    /** All of it is to end because nobody owns it any more. */
    void condemn() {
        condemned = true;
    }

    boolean condemned() {
        return condemned;
    }

    /** Nobody of it is left, or those who are cannot be ended. */
    void setOver() {
        over = true;
    }

    boolean over() {
        return over;
    }
}
