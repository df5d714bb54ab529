package dev.execbus.bus;

import io.vertx.core.Future;
import java.util.function.Consumer;

/** What can be found out about another node that is not heard any more. */
@FunctionalInterface
public interface Peers {
    /**
     * Whether the node is dead for certain: its machine says that nobody listens there any more. False for one that may
     * be frozen or cut off. Answers within a second.
     */
    Future<Boolean> isDead(NodeName node);

    /** Tells of nodes the cluster misses, sooner than their beats would; on any thread. */
    default void whenMissed(Consumer<NodeName> listener) {}

    /** There are no others. */
    static Peers none() {
        return node -> Future.succeededFuture(true);
    }
}
