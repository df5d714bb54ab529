package dev.execbus.transport;

import dev.execbus.bus.Beats.WorkerBeat;
import dev.execbus.bus.NodeName;
import java.util.Comparator;

/** What a worker has to do, by its last beat and by what it was given since. Confined to the gateway's context. */
final class WorkerLoad {
    /** The best one first: by its share of sessions, then by its processors; the name decides between equals. */
    static final Comparator<WorkerLoad> BEST_FIRST = Comparator.comparingDouble(WorkerLoad::share)
            .thenComparingInt(load -> load.beat.loadPercent())
            .thenComparing(load -> load.name().value());

    private WorkerBeat beat;
    private int given;
    private boolean refused;

    WorkerLoad(WorkerBeat beat) {
        this.beat = beat;
    }

    void heard(WorkerBeat newer) {
        beat = newer;
        given = 0;
        refused = false;
    }

    WorkerBeat beat() {
        return beat;
    }

    NodeName name() {
        return beat.name();
    }

    /** @param environment a label or a worker's name; null for any */
    boolean matches(String environment) {
        return environment == null
                || environment.equals(beat.name().value())
                || beat.labels().contains(environment);
    }

    boolean draining() {
        return beat.draining();
    }

    boolean free() {
        return !beat.draining() && !refused && beat.sessions() + given < beat.capacity();
    }

    private double share() {
        return (double) (beat.sessions() + given) / Math.max(1, beat.capacity());
    }

    /** One more session is on its way to it. */
    void give() {
        given++;
    }

    /** It did not take it, and is not asked again before it says something new. */
    void refuse() {
        given = Math.max(0, given - 1);
        refused = true;
    }
}
