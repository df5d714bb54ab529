package dev.execbus.server;

import dev.execbus.testkit.WebSocketWire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The times in which a client had no connection, or had heard nothing by it yet. Guarded by its session. */
final class Interruptions {
    private static final class Gap {
        private final WebSocketWire.End end;
        private final long fromNanos;
        private final List<Integer> refusals = new ArrayList<>();
        private int connects;
        private long attachedNanos;

        Gap(WebSocketWire.End end, long fromNanos) {
            this.end = end;
            this.fromNanos = fromNanos;
        }
    }

    private final List<Interruption> over = new ArrayList<>();
    private Gap gap;
    private int connects;
    private long cutNanos;

    List<Interruption> over() {
        return List.copyOf(over);
    }

    boolean underWay() {
        return gap != null;
    }

    /** The next one counts from now and not from when it is noticed. */
    void markCut(long nowNanos) {
        cutNanos = nowNanos;
    }

    /** One that is under way goes on. */
    void begun(WebSocketWire.End end, long nowNanos) {
        if (gap == null) {
            gap = new Gap(end, cutNanos == 0 ? nowNanos : cutNanos);
            cutNanos = 0;
        }
    }

    /** How many attempts there were before this one. */
    int connecting() {
        int before = connects++;
        if (gap != null) {
            gap.connects = connects;
        }
        return before;
    }

    void refused(int code) {
        if (gap != null) {
            gap.refusals.add(code);
        }
    }

    void attached(long nowNanos) {
        connects = 0;
        if (gap != null) {
            gap.attachedNanos = nowNanos;
        }
    }

    void heard(long nowNanos) {
        if (gap != null && gap.attachedNanos != 0) {
            over.add(new Interruption(
                    gap.end,
                    gap.connects,
                    gap.refusals,
                    Duration.ofNanos(gap.attachedNanos - gap.fromNanos),
                    Duration.ofNanos(nowNanos - gap.fromNanos)));
            gap = null;
        }
    }

    /** For a message. */
    @Override
    public String toString() {
        return connects + " attempts, refused " + (gap == null ? List.of() : gap.refusals) + ", " + over.size()
                + " interruptions before";
    }
}
