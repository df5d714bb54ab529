package dev.execbus.server;

import java.util.List;
import java.util.Optional;

/** Whether this node takes something new. For any thread. */
final class Readiness {
    private enum State {
        STARTING,
        SERVING,
        DRAINING
    }

    private final Role role;
    private volatile State state = State.STARTING;

    Readiness(Role role) {
        this.role = role;
    }

    void serving() {
        state = State.SERVING;
    }

    void draining() {
        state = State.DRAINING;
    }

    /**
     * Why it is not ready; nothing when it is.
     *
     * @param nodes what is known of all nodes
     */
    Optional<String> complaint(List<NodeState> nodes) {
        return switch (state) {
            case STARTING -> Optional.of("starting");
            case DRAINING -> Optional.of("draining");
            case SERVING ->
                role == Role.GATEWAY && nodes.stream().noneMatch(NodeState::isLivingWorker)
                        ? Optional.of("no worker is known")
                        : Optional.empty();
        };
    }
}
