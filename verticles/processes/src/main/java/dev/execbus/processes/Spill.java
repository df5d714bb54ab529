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
    private static final long SEGMENT = 4L << 20;

    private final SpillStore store;
    private final long quota;
    private final ArrayDeque<SpillSegment> segments = new ArrayDeque<>();
    private long bytes;
    private long droppedBytes;
    private boolean closed;

    Spill(SpillStore store, long quota) {
        this.store = store;
        this.quota = quota;
    }

    /**
     * What can be read after an append.
     *
     * @param firstSeq the oldest event on disk; 0 when there is none
     * @param droppedBytes output lost so far
     */
    record State(long firstSeq, long droppedBytes) {}

    /** Output that cannot be kept, for want of quota or of disk, is dropped from the old end and counted. */
    State append(List<ProcessEvent> events) {
        long size = SpillSegment.sizeOf(events);
        if (closed || size > quota || !reserve(size)) {
            dropAll();
            events.forEach(event -> droppedBytes += Slice.sizeOf(event));
            return state();
        }
        try {
            if (segments.isEmpty() || segments.getLast().size() + size > SEGMENT) {
                segments.add(new SpillSegment(store.newFile()));
            }
            segments.getLast().append(events);
            bytes += size;
        } catch (IOException e) {
            LOG.warn("output could not be spilled and is dropped: {}", e.toString());
            store.free(size);
            dropAll();
            events.forEach(event -> droppedBytes += Slice.sizeOf(event));
        }
        return state();
    }

    void read(String processId, long afterSeq, Slice slice) throws IOException {
        for (SpillSegment segment : segments) {
            if (segment.lastSeq() > afterSeq && !segment.read(processId, afterSeq, slice)) {
                return;
            }
        }
    }

    void close() {
        closed = true;
        while (!segments.isEmpty()) {
            dropFirst();
        }
    }

    private State state() {
        return new State(segments.isEmpty() ? 0 : segments.getFirst().firstSeq(), droppedBytes);
    }

    private boolean reserve(long size) {
        while (bytes + size > quota && !segments.isEmpty()) {
            droppedBytes += dropFirst();
        }
        while (!store.reserve(size)) {
            if (segments.isEmpty()) {
                return false;
            }
            droppedBytes += dropFirst();
        }
        return true;
    }

    private void dropAll() {
        while (!segments.isEmpty()) {
            droppedBytes += dropFirst();
        }
    }

    private long dropFirst() {
        SpillSegment first = segments.removeFirst();
        bytes -= first.size();
        store.free(first.size());
        first.close();
        return first.outputBytes();
    }
}
