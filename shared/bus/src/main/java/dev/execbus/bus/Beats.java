package dev.execbus.bus;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Signs of life, heard by every node. Who is not heard for a {@link #LEASE} counts as lost. */
public interface Beats {
    Duration INTERVAL = Duration.ofSeconds(1);

    /** Two beats may go missing. Shorter than the cluster's own patience, which it does not depend on. */
    Duration LEASE = Duration.ofMillis(2_600);

    sealed interface Message extends BusMessage {}

    /**
     * One node says that it lives. {@code incarnation} is random for each start, so that a node that came back under its
     * old name is not taken for the one that was there before.
     */
    sealed interface Beat extends Message {
        NodeName name();

        long incarnation();

        String version();

        /** It takes nothing new. */
        boolean draining();

        /** The last beat: it is not lost but gone. */
        boolean leaving();
    }

    /**
     * @param sessions how many it has, detached ones included
     * @param capacity how many it may have
     * @param loadPercent of its processors, as far as the machine tells; may be above 100
     * @param labels what it says of itself, for placement
     */
    record WorkerBeat(
            NodeName name,
            long incarnation,
            int sessions,
            int capacity,
            int loadPercent,
            List<String> labels,
            boolean draining,
            boolean leaving,
            String version)
            implements Beat {
        public WorkerBeat {
            labels = List.copyOf(labels);
        }
    }

    record GatewayBeat(
            NodeName name, long incarnation, int connections, boolean draining, boolean leaving, String version)
            implements Beat {}

    /** A newcomer asks everybody to beat now. */
    record RollCall() implements Message {}

    static void tell(Bus bus, Message message) {
        bus.publish(ADDRESS, message);
    }

    /** The listener runs on the context that calls this. */
    static Future<Void> hear(Bus bus, Consumer<Message> listener) {
        return bus.hear(ADDRESS, Message.class, listener);
    }

    String ADDRESS = "execbus.beats";
}
