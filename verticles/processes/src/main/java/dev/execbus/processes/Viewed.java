package dev.execbus.processes;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.OverviewMethods.ProcessOverview;
import dev.execbus.protocol.ProcessMethods.WriteStatus;
import dev.execbus.protocol.Signal;
import dev.execbus.protocol.TerminalSize;
import io.vertx.core.Future;

/** A process as those who look at it see it. Confined to the supervisor's context. */
interface Viewed {
    String processId();

    /** @param viewers how many look at it */
    ProcessOverview overview(int viewers);

    /** Of its terminal; null where it has none. */
    TerminalSize size();

    /** The number of its newest event; 0 before the first. */
    long lastSeq();

    /** The oldest event that need not be fetched from disk. */
    long oldestInMemory();

    /** What it has printed and is not there any more. */
    long droppedBytes();

    Future<Slice> read(long afterSeq, Slice slice);

    /** The number of the first event at or after a wall time. */
    Future<Long> seqAt(long timeMs);

    /** From now on this is called after each event. */
    void onEvent(Runnable listener);

    /** What it has printed, for players. */
    Asciicast recording();

    Future<WriteStatus> write(String writeId, ByteChunk chunk);

    void resize(TerminalSize size);

    void signal(Signal signal);
}
