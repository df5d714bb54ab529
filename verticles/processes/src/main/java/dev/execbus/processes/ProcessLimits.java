package dev.execbus.processes;

import dev.execbus.protocol.ResourceLimits;
import dev.execbus.protocol.Verdict;

/**
 * The limits of one process: what its spawner must do for them, what it may still write, and which of them has ended it.
 * Confined to the supervisor's context, but for the admission, which a thread of the spawner does.
 */
final class ProcessLimits {
    private final Rlimits rlimits;
    private final ResourceLimits own;
    /** Null when neither it nor its session has a limit of memory or processes. */
    private final TreeKeeper.Session trees;

    private final OutputQuota output;
    private final VerdictNote note = new VerdictNote();
    private volatile TreeKeeper.Tree tree;

    ProcessLimits(ResourceLimits own, TreeKeeper.Session trees, OutputTotal sessionOutput) {
        this.own = own;
        this.rlimits = Rlimits.of(own);
        this.trees = trees;
        this.output = new OutputQuota(own.outputBytes(), sessionOutput);
    }

    static ProcessLimits none() {
        return new ProcessLimits(ResourceLimits.NONE, null, new OutputTotal(0));
    }

    LaunchLimits forLaunch() {
        return trees == null
                ? new LaunchLimits(rlimits, null, false, 0)
                : new LaunchLimits(rlimits, this::admit, trees.early(), 0);
    }

    private void admit(int pid, int helpers) throws SpawnException {
        tree = trees.admit(pid, helpers, own, note);
    }

    /** How many of so many further bytes of output are allowed. */
    int output(int bytes) {
        return output.take(bytes);
    }

    /** It is about to be ended for this reason, unless it already is for the one that is returned. */
    Verdict note(Verdict reason) {
        note.note(reason);
        return note.get();
    }

    /** It has exited. Once; null when no limit has ended it. */
    Verdict exited(ExitStatus status) {
        if (tree != null) {
            tree.exited();
        }
        Verdict noted = note.get();
        return noted == null ? ExitVerdict.of(status, rlimits) : noted;
    }

    /** No process came of it, or one that is dead already. */
    void abandoned() {
        if (tree != null) {
            tree.exited();
        }
    }
}
