package dev.execbus.transport;

import dev.execbus.bus.NodeName;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Which worker a new session goes to. Pure. */
final class WorkerChooser {
    private WorkerChooser() {}

    /**
     * @param environment a label or a worker's name; null for any
     * @param tried those that are out of the question
     */
    static Optional<WorkerLoad> best(
            Collection<WorkerLoad> live, String environment, Predicate<WorkerLoad> may, Set<NodeName> tried) {
        return live.stream()
                .filter(load -> load.matches(environment) && may.test(load) && !tried.contains(load.name()))
                .min(WorkerLoad.BEST_FIRST);
    }
}
