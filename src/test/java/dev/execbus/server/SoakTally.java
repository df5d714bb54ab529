package dev.execbus.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What all agents have done. Any thread. */
final class SoakTally {
    private final AtomicLong rounds = new AtomicLong();
    private final AtomicLong started = new AtomicLong();
    private final AtomicLong finished = new AtomicLong();
    private final AtomicLong terminated = new AtomicLong();
    private final AtomicLong prunedExited = new AtomicLong();
    private final AtomicLong prunedRunning = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();
    private final AtomicLong toldBytes = new AtomicLong();
    private final List<Duration> late = new ArrayList<>();

    void round() {
        rounds.incrementAndGet();
    }

    void started() {
        started.incrementAndGet();
    }

    void finished() {
        finished.incrementAndGet();
    }

    void terminated() {
        terminated.incrementAndGet();
    }

    void pruned(boolean exited) {
        (exited ? prunedExited : prunedRunning).incrementAndGet();
    }

    void foundUnknown() {
        unknown.incrementAndGet();
    }

    void told(int bytes) {
        toldBytes.addAndGet(bytes);
    }

    /** @param after how much later than asked for */
    synchronized void answered(Duration after) {
        late.add(after);
    }

    long rounds() {
        return rounds.get();
    }

    long pruned() {
        return prunedExited.get() + prunedRunning.get();
    }

    synchronized void print() {
        Figures.tell(
                "%d rounds: %d commands, %d reported finished, %d terminated, %d pruned that had exited and %d that ran"
                        .formatted(
                                rounds.get(),
                                started.get(),
                                finished.get(),
                                terminated.get(),
                                prunedExited.get(),
                                prunedRunning.get()));
        Figures.tell("%d numbers asked for again and unknown, %d MiB in deltas"
                .formatted(unknown.get(), toldBytes.get() >> 20));
        Figures.tell("answers to writes, later than asked for", late);
    }
}
