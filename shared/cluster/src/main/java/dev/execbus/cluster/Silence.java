package dev.execbus.cluster;

import dev.execbus.bus.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Members that are listed but not heard. Confined to one context; time comes from outside. */
final class Silence {
    static final Duration SUSPICIOUS = Duration.ofSeconds(10);
    static final Duration HOPELESS = Duration.ofSeconds(30);

    /** What has to be known about one of them. */
    sealed interface Finding {
        Announcement node();

        /** Not heard for {@link #SUSPICIOUS}. */
        record Silent(Announcement node) implements Finding {}

        /**
         * Not heard for {@link #HOPELESS} more.
         *
         * @param heardBefore whether there was a time when it was
         */
        record StillSilent(Announcement node, boolean heardBefore) implements Finding {}

        record HeardAgain(Announcement node) implements Finding {}
    }

    private static final class Listed {
        private final long sinceNanos;
        private long silentSinceNanos;
        private boolean silent;
        private boolean hopeless;

        private Listed(long nowNanos) {
            this.sinceNanos = nowNanos;
        }
    }

    private final String ownNodeId;
    private final Map<String, Listed> listed = new HashMap<>();
    private final Map<NodeName, Long> heardAtNanos = new HashMap<>();
    private final Set<NodeName> leaving = new HashSet<>();

    Silence(String ownNodeId) {
        this.ownNodeId = ownNodeId;
    }

    void heard(NodeName name, boolean itsLast, long nowNanos) {
        heardAtNanos.put(name, nowNanos);
        if (itsLast) {
            leaving.add(name);
        } else {
            leaving.remove(name);
        }
    }

    /** To be asked every second. */
    List<Finding> check(List<Announcement> nodes, long nowNanos) {
        forgetAllBut(nodes);
        List<Finding> findings = new ArrayList<>();
        for (Announcement node : nodes) {
            if (node.nodeId().equals(ownNodeId) || node.names().isEmpty() || leaving.containsAll(node.names())) {
                continue;
            }
            check(node, listed.computeIfAbsent(node.nodeId(), id -> new Listed(nowNanos)), nowNanos, findings);
        }
        return findings;
    }

    private void check(Announcement node, Listed state, long nowNanos, List<Finding> findings) {
        long quiet = node.names().stream()
                .filter(heardAtNanos::containsKey)
                .mapToLong(name -> nowNanos - heardAtNanos.get(name))
                .min()
                .orElse(Long.MAX_VALUE);
        if (Math.min(quiet, nowNanos - state.sinceNanos) < SUSPICIOUS.toNanos()) {
            if (state.silent) {
                state.silent = false;
                state.hopeless = false;
                findings.add(new Finding.HeardAgain(node));
            }
        } else if (!state.silent) {
            state.silent = true;
            state.silentSinceNanos = nowNanos;
            findings.add(new Finding.Silent(node));
        } else if (!state.hopeless && nowNanos - state.silentSinceNanos >= HOPELESS.toNanos()) {
            state.hopeless = true;
            findings.add(new Finding.StillSilent(node, quiet != Long.MAX_VALUE));
        }
    }

    private void forgetAllBut(List<Announcement> nodes) {
        Set<String> ids = new HashSet<>();
        Set<NodeName> names = new HashSet<>();
        for (Announcement node : nodes) {
            ids.add(node.nodeId());
            names.addAll(node.names());
        }
        listed.keySet().retainAll(ids);
        heardAtNanos.keySet().retainAll(names);
        leaving.retainAll(names);
    }
}
