package dev.execbus.processes;

import dev.execbus.bus.ProcessEvent;
import dev.execbus.bus.ProcessEvent.Closed;
import dev.execbus.bus.ProcessEvent.Exited;
import dev.execbus.bus.ProcessEvent.Output;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ProcessMethods.StreamTotal;
import dev.execbus.protocol.StreamName;
import dev.execbus.protocol.Verdict;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;

/**
 * Everything that happened to one process, numbered and timed here and nowhere else. The newest bytes are in memory,
 * older ones on disk up to a quota; reading does not consume. Confined to the supervisor's context; the disk is reached
 * through {@link Disk}.
 */
final class OutputLog {
    /** Many tiny chunks weigh more than their bytes. */
    private static final int MEMORY_EVENTS = 8_192;

    /** Runs something on the spill thread and comes back to the supervisor's context. */
    interface Disk {
        <T> Future<T> run(Callable<T> work);
    }

    private final String processId;
    private final int memoryBytes;
    private final MemoryBudget budget;
    private final Spill spill;
    private final Disk disk;
    private final LongSupplier clock;
    private final Runnable onRoom;
    private LongSupplier delivered = () -> Long.MAX_VALUE;
    private final EventRing ring = new EventRing();

    private long lastTimeMs;
    private long bytesInMemory;
    private long firstOnDisk;
    private long droppedBytes;
    private boolean spilling;
    private boolean complete;
    private boolean discarded;

    /**
     * @param clock wall time in ms, read once for each event
     * @param onRoom called when {@link #lagging} turns false
     */
    OutputLog(
            String processId,
            int memoryBytes,
            MemoryBudget budget,
            Spill spill,
            Disk disk,
            LongSupplier clock,
            Runnable onRoom) {
        this.processId = processId;
        this.memoryBytes = memoryBytes;
        this.budget = budget;
        this.spill = spill;
        this.disk = disk;
        this.clock = clock;
        this.onRoom = onRoom;
    }

    /** What an attached client has not got yet stays in memory; {@code delivered} is the last number it has got. */
    void keepUndelivered(LongSupplier delivered) {
        this.delivered = delivered;
    }

    void append(StreamName stream, byte[] bytes) {
        ring.add(new Output(processId, ring.nextSeq(), stream, ByteChunk.of(bytes)), now());
        grow(bytes.length);
        spillOldest();
    }

    /**
     * @param signal null after an ordinary exit
     * @param verdict null for none
     */
    void appendExited(int exitCode, String signal, boolean sandboxDenied, Verdict verdict) {
        ring.add(new Exited(processId, ring.nextSeq(), exitCode, signal, sandboxDenied, verdict), now());
    }

    /** @param streams what they have printed; empty when the client did not ask */
    void appendClosed(List<StreamTotal> streams) {
        ring.add(new Closed(processId, ring.nextSeq(), streams), now());
        complete = true;
        spillOldest();
        finishSpill();
    }

    /** Where the clock is set back, time stands still: events are looked up by it. */
    private long now() {
        lastTimeMs = Math.max(lastTimeMs, clock.getAsLong());
        return lastTimeMs;
    }

    private void grow(long bytes) {
        bytesInMemory += bytes;
        budget.add(bytes);
    }

    /** The number the next event will get. */
    long nextSeq() {
        return ring.nextSeq();
    }

    /** Output that went past the quota before anybody could still read it. */
    long droppedBytes() {
        return droppedBytes;
    }

    /** The client has got more: what had to stay in memory for it need not any longer. */
    void deliveredMore() {
        spillOldest();
    }

    /** Whether output comes faster than the disk takes it: time to stop reading for a moment. */
    boolean lagging() {
        return spilling && bytesInMemory > 4L * memoryBytes;
    }

    long oldestInMemory() {
        return ring.firstSeq();
    }

    /** Whether everything after {@code afterSeq} that still exists is in memory. */
    boolean inMemory(long afterSeq) {
        return afterSeq + 1 >= ring.firstSeq() || firstOnDisk == 0;
    }

    /** Events after {@code afterSeq} from memory, oldest first. */
    void fromMemory(long afterSeq, Slice slice) {
        for (long seq = Math.max(afterSeq + 1, ring.firstSeq()); seq < ring.nextSeq(); seq++) {
            if (!slice.take(ring.get(seq), ring.timeOf(seq))) {
                return;
            }
        }
    }

    /** Events after {@code afterSeq} wherever they are; the slice is complete when the future is. */
    Future<Slice> read(long afterSeq, Slice slice) {
        if (inMemory(afterSeq)) {
            fromMemory(afterSeq, slice);
            return Future.succeededFuture(slice);
        }
        int before = slice.events().size();
        return disk.run(() -> spill.read(processId, afterSeq, slice)).map(state -> {
            firstOnDisk = state.firstSeq();
            droppedBytes = Math.max(droppedBytes, state.droppedBytes());
            boolean more = slice.events().size() > before;
            long last = more ? slice.events().getLast().seq() : afterSeq;
            if (last + 1 >= ring.firstSeq() || !more) {
                fromMemory(last, slice);
            }
            return slice;
        });
    }

    /**
     * The number of the first event at or after a time, of those that still exist; {@link #nextSeq} when all are older.
     */
    Future<Long> seqAt(long timeMs) {
        if (firstOnDisk == 0 || (ring.size() > 0 && ring.timeOf(ring.firstSeq()) < timeMs)) {
            return Future.succeededFuture(ring.seqAt(timeMs));
        }
        return disk.run(() -> spill.seqAt(timeMs)).map(seq -> seq == 0 ? ring.seqAt(timeMs) : seq);
    }

    /** Lets go of everything; nothing is appended or read afterwards. */
    void discard() {
        discarded = true;
        grow(-bytesInMemory);
        disk.run(() -> {
            spill.close();
            return null;
        });
    }

    private void finishSpill() {
        if (complete && !spilling && !discarded) {
            disk.run(() -> {
                spill.finish();
                return null;
            });
        }
    }

    private void spillOldest() {
        if (spilling || discarded || !overfull()) {
            return;
        }
        List<TimedEvent> oldest = new ArrayList<>();
        long leaving = 0;
        long seq = ring.firstSeq();
        int limit = memoryLimit();
        int keep = limit - limit / 4;
        long last = Math.min(ring.nextSeq() - (complete ? 2 : 1), delivered.getAsLong());
        // A quarter below the bound, so that not every chunk is a trip to the disk.
        while (seq <= last
                && (bytesInMemory - leaving > keep || ring.nextSeq() - seq > MEMORY_EVENTS - MEMORY_EVENTS / 4)) {
            ProcessEvent event = ring.get(seq);
            oldest.add(new TimedEvent(event, ring.timeOf(seq++)));
            leaving += Slice.sizeOf(event);
        }
        if (oldest.isEmpty()) {
            return;
        }
        spilling = true;
        long bytes = leaving;
        disk.run(() -> spill.append(oldest)).onComplete(done -> spilled(oldest.size(), bytes, done));
    }

    private boolean overfull() {
        return bytesInMemory > memoryLimit() || ring.size() > MEMORY_EVENTS;
    }

    private int memoryLimit() {
        return complete ? Math.min(memoryBytes, MemoryBudget.LITTLE) : budget.allowed(memoryBytes);
    }

    private void spilled(int events, long bytes, io.vertx.core.AsyncResult<Spill.State> done) {
        boolean lagged = lagging();
        spilling = false;
        if (discarded) {
            return;
        }
        for (int i = 0; i < events; i++) {
            ring.removeFirst();
        }
        grow(-bytes);
        if (done.succeeded()) {
            firstOnDisk = done.result().firstSeq();
            droppedBytes = done.result().droppedBytes();
        } else {
            droppedBytes += bytes;
        }
        spillOldest();
        finishSpill();
        if (lagged && !lagging()) {
            onRoom.run();
        }
    }
}
