package dev.execbus.processes;

import dev.execbus.protocol.Verdict;
import java.util.concurrent.atomic.AtomicReference;

/** Why a process is being ended: noted before it is, and the first reason stays. Any thread. */
final class VerdictNote {
    private final AtomicReference<Verdict> verdict = new AtomicReference<>();

    /** Whether this was the first. */
    boolean note(Verdict reason) {
        return verdict.compareAndSet(null, reason);
    }

    /** Null for none. */
    Verdict get() {
        return verdict.get();
    }
}
