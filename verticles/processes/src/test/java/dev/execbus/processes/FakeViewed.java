package dev.execbus.processes;

import dev.execbus.bus.ProcessEvent;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.OverviewMethods.ProcessOverview;
import dev.execbus.protocol.ProcessMethods.WriteStatus;
import dev.execbus.protocol.Signal;
import dev.execbus.protocol.StreamName;
import dev.execbus.protocol.TerminalSize;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** A process that prints what the test says; what it was told is kept. */
final class FakeViewed implements Viewed {
    static final TerminalSize FIRST = new TerminalSize(24, 80);

    private final EventRing ring = new EventRing();
    private TerminalSize size;
    private Runnable listener = () -> {};
    long droppedBytes;

    /** Told so far, in order. */
    final List<Object> told = new ArrayList<>();

    private FakeViewed(TerminalSize size) {
        this.size = size;
    }

    static FakeViewed onTerminal() {
        return new FakeViewed(FIRST);
    }

    static FakeViewed onPipes() {
        return new FakeViewed(null);
    }

    FakeViewed prints(String text) {
        ring.add(
                new ProcessEvent.Output(processId(), ring.nextSeq(), StreamName.STDOUT, ByteChunk.utf8(text)),
                1_000 * ring.nextSeq());
        listener.run();
        return this;
    }

    /** The oldest event is no longer kept. */
    void drops() {
        droppedBytes += Slice.sizeOf(ring.removeFirst());
    }

    @Override
    public String processId() {
        return "p";
    }

    @Override
    public ProcessOverview overview(int viewers) {
        return new ProcessOverview("p", "sh", "/tmp", size != null, true, null, 0, null, viewers, 0);
    }

    @Override
    public TerminalSize size() {
        return size;
    }

    @Override
    public long lastSeq() {
        return ring.nextSeq() - 1;
    }

    @Override
    public long oldestInMemory() {
        return ring.firstSeq();
    }

    @Override
    public long droppedBytes() {
        return droppedBytes;
    }

    @Override
    public Future<Slice> read(long afterSeq, Slice slice) {
        for (long seq = Math.max(afterSeq + 1, ring.firstSeq());
                seq < ring.nextSeq() && slice.take(ring.get(seq), ring.timeOf(seq));
                seq++) {}
        return Future.succeededFuture(slice);
    }

    @Override
    public Future<Long> seqAt(long timeMs) {
        return Future.succeededFuture(ring.seqAt(timeMs));
    }

    @Override
    public void onEvent(Runnable toCall) {
        listener = toCall;
    }

    @Override
    public Asciicast recording() {
        throw new AssertionError("nobody records here");
    }

    @Override
    public Future<WriteStatus> write(String writeId, ByteChunk chunk) {
        told.add(writeId + ":" + chunk.utf8());
        return Future.succeededFuture(WriteStatus.ACCEPTED);
    }

    @Override
    public void resize(TerminalSize to) {
        size = to;
        told.add(to);
    }

    @Override
    public void signal(Signal signal) {
        told.add(signal);
    }
}
