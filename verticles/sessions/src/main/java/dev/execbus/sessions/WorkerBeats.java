package dev.execbus.sessions;

import dev.execbus.bus.Beats.WorkerBeat;
import dev.execbus.bus.NodeName;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** What a worker says of itself, until it leaves. Confined to the verticle's context. */
final class WorkerBeats {
    /**
     * What does not change while it runs.
     *
     * @param incarnation random, of this start
     */
    record Worker(NodeName name, long incarnation, int capacity, List<String> labels, String version) {
        Worker {
            labels = List.copyOf(labels);
        }
    }

    private final Worker worker;
    private final SessionRegistry sessions;
    private final IntSupplier loadPercent;
    private final Consumer<WorkerBeat> tell;
    private boolean left;

    WorkerBeats(Worker worker, SessionRegistry sessions, IntSupplier loadPercent, Consumer<WorkerBeat> tell) {
        this.worker = worker;
        this.sessions = sessions;
        this.loadPercent = loadPercent;
        this.tell = tell;
    }

    /** Nothing once it has left. */
    void beat() {
        if (!left) {
            tell(false);
        }
    }

    /** The last one. */
    void leave() {
        if (!left) {
            left = true;
            tell(true);
        }
    }

    private void tell(boolean leaving) {
        tell.accept(new WorkerBeat(
                worker.name(),
                worker.incarnation(),
                sessions.size(),
                worker.capacity(),
                loadPercent.getAsInt(),
                worker.labels(),
                sessions.draining() || leaving,
                leaving,
                worker.version()));
    }
}
