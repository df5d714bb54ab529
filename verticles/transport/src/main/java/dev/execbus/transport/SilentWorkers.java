package dev.execbus.transport;

import dev.execbus.bus.NodeName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Workers that are not heard any more and may be alive all the same, with their sessions: each is remembered for a time.
 * Confined to the gateway's context; time comes from outside.
 */
final class SilentWorkers {
    /** The one that has been silent for longest gives way. */
    static final int LIMIT = 1_024;

    private final long rememberedNanos;
    private final Map<NodeName, Long> sinceNanos = new LinkedHashMap<>();

    SilentWorkers(Duration remembered) {
        this.rememberedNanos = remembered.toNanos();
    }

    void add(NodeName worker, long nowNanos) {
        sinceNanos.remove(worker);
        if (sinceNanos.size() >= LIMIT) {
            sinceNanos.remove(sinceNanos.keySet().iterator().next());
        }
        sinceNanos.put(worker, nowNanos);
    }

    /** It was heard again, or is dead for certain. */
    void remove(NodeName worker) {
        sinceNanos.remove(worker);
    }

    boolean any(long nowNanos) {
        return count(nowNanos) > 0;
    }

    int count(long nowNanos) {
        return names(nowNanos).size();
    }

    Set<NodeName> names(long nowNanos) {
        sinceNanos.values().removeIf(since -> nowNanos - since > rememberedNanos);
        return Set.copyOf(sinceNanos.keySet());
    }
}
