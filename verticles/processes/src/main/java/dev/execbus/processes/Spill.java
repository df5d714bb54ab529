package dev.execbus.processes;

import dev.execbus.bus.ProcessEvent;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of one process's output that lives on disk: a row of segments, the oldest of which goes when a quota is
 * reached. All methods run on the spill thread.
 */
final class Spill {
    private static final Logger LOG = LoggerFactory.getLogger(Spill.class);
    private static final long LARGEST_SEGMENT = 4L << 20;
    /** Dropping takes a segment at a time, so a small quota wants small ones. */
    private static final int SEGMENTS = 16;

    private static final int SHOWN_BYTES = 256 << 10;

    private final SpillStore store;
    private final long quota;
    private final long segmentBytes;
    private final ArrayDeque<SpillSegment> segments = new ArrayDeque<>();
    private long bytes;
    private long droppedBytes;
    private Witness witness;
    private SpillSegment recyclable;
    private boolean closed;

    Spill(SpillStore store, long quota) {
        this.store = store;
        this.quota = quota;
        this.segmentBytes = Math.min(LARGEST_SEGMENT, quota / SEGMENTS);
    }

    /** Somebody who has to know everything. On the spill thread. */
    interface Witness {
        /** The last event it knows. */
        long seen();

        /** Events that are about to be dropped. */
        void leaving(List<ProcessEvent> events);
    }

    /** From now on this one is shown what has to go. */
    void witness(Witness who) {
        witness = who;
    }

    /**
     * What can be read.
     *
     * @param firstSeq the oldest event on disk; 0 when there is none
     * @param droppedBytes output lost so far
     */
    record State(long firstSeq, long droppedBytes) {}

    /** Output that cannot be kept, for want of quota or of disk, is dropped from the old end and counted. */
    State append(List<TimedEvent> events) {
        int from = 0;
        while (from < events.size()) {
            int to = from + 1;
            long size = SpillSegment.sizeOf(events.get(from));
            while (to < events.size() && size + SpillSegment.sizeOf(events.get(to)) <= segmentBytes) {
                size += SpillSegment.sizeOf(events.get(to++));
            }
            appendPiece(events.subList(from, to));
            from = to;
        }
        return state();
    }

    private void appendPiece(List<TimedEvent> events) {
        long size = SpillSegment.sizeOf(events);
        if (closed || size > quota || !reserve(size)) {
            drop(events);
            return;
        }
        try {
            if (segments.isEmpty() || segments.getLast().size() + size > segmentBytes) {
                segments.add(recyclable == null ? new SpillSegment(store.newFile()) : recyclable.recycled());
                recyclable = null;
            }
            segments.getLast().append(events, store.staging());
            bytes += size;
        } catch (IOException e) {
            LOG.warn("output could not be spilled and is dropped: {}", e.toString());
            store.free(size);
            drop(events);
        }
    }

    /** What lies before a gap is of no use to anybody. */
    private void drop(List<TimedEvent> events) {
        dropAll();
        if (witness != null && !closed) {
            witness.leaving(events.stream().map(TimedEvent::event).toList());
        }
        events.forEach(event -> droppedBytes += Slice.sizeOf(event.event()));
    }

    State read(String processId, long afterSeq, Slice slice) throws IOException {
        for (SpillSegment segment : segments) {
            if (segment.lastSeq() > afterSeq && !segment.read(processId, afterSeq, slice)) {
                break;
            }
        }
        return state();
    }

    /** The number of the first event on disk at or after a time; 0 when all are older. */
    long seqAt(long timeMs) throws IOException {
        for (SpillSegment segment : segments) {
            if (segment.lastTimeMs() >= timeMs) {
                return segment.seqAt(timeMs);
            }
        }
        return 0;
    }

    /** Nothing more will come: from now on it gives way to processes that still run. */
    void finish() {
        if (!segments.isEmpty()) {
            store.finished(this);
        }
    }

    /** Drops its oldest segment; false when it has none. */
    boolean giveWay() {
        if (segments.isEmpty()) {
            return false;
        }
        droppedBytes += dropFirst(false);
        return true;
    }

    void close() {
        closed = true;
        store.forget(this);
        while (!segments.isEmpty()) {
            dropFirst(false);
        }
        closeRecyclable();
    }

    private State state() {
        return new State(segments.isEmpty() ? 0 : segments.getFirst().firstSeq(), droppedBytes);
    }

    private boolean reserve(long size) {
        while (bytes + size > quota && !segments.isEmpty()) {
            droppedBytes += dropFirst(true);
        }
        while (!store.reserve(size)) {
            if (segments.isEmpty()) {
                return false;
            }
            droppedBytes += dropFirst(false);
        }
        return true;
    }

    private void dropAll() {
        while (!segments.isEmpty()) {
            droppedBytes += dropFirst(false);
        }
    }

    private void show(SpillSegment leaving) {
        if (witness == null || closed) {
            return;
        }
        try {
            boolean more = witness.seen() < leaving.lastSeq();
            while (more) {
                Slice slice = new Slice(SHOWN_BYTES, Integer.MAX_VALUE);
                more = !leaving.read("", witness.seen(), slice);
                witness.leaving(slice.events());
            }
        } catch (IOException e) {
            LOG.warn("output could not be read before it was dropped: {}", e.toString());
        }
    }

    private long dropFirst(boolean recycle) {
        SpillSegment first = segments.getFirst();
        show(first);
        segments.removeFirst();
        bytes -= first.size();
        store.free(first.size());
        closeRecyclable();
        if (recycle) {
            recyclable = first;
        } else {
            first.close();
        }
        return first.outputBytes();
    }

    private void closeRecyclable() {
        if (recyclable != null) {
            recyclable.close();
            recyclable = null;
        }
    }
}
