package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.Meters;
import dev.execbus.bus.ProcessEvent;
import dev.execbus.bus.ProcessEvent.Closed;
import dev.execbus.bus.ProcessEvent.Exited;
import dev.execbus.bus.ProcessEvent.Output;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.StreamName;
import dev.execbus.protocol.Verdict;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputLogTest {
    private static final ProcessMeters METERS = new ProcessMeters(Meters.none());
    private static final int MEMORY = 1_000;

    @TempDir
    Path folder;

    private final MemoryBudget budget = new MemoryBudget(1 << 20, METERS.memory());
    private SpillStore store;
    private final ManualDisk disk = new ManualDisk();
    private long nowMs = 1_000_000;

    @BeforeEach
    void openStore() {
        store = new SpillStore(folder, 1L << 20, "test", METERS.spilled());
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void numbersEverythingInOneRow() {
        OutputLog log = log(1 << 20);
        log.append(StreamName.STDOUT, bytes("a"));
        log.append(StreamName.STDERR, bytes("b"));
        log.appendExited(3, null, false, null);
        log.appendClosed(List.of());
        assertThat(all(log, 0))
                .containsExactly(
                        new Output("p", 1, StreamName.STDOUT, ByteChunk.utf8("a")),
                        new Output("p", 2, StreamName.STDERR, ByteChunk.utf8("b")),
                        new Exited("p", 3, 3, null, false, null),
                        new Closed("p", 4, List.of()));
        assertThat(log.nextSeq()).isEqualTo(5);
    }

    @Test
    void readsFromWhereTheReaderIs() {
        OutputLog log = log(1 << 20);
        append(log, 5);
        assertThat(seqs(all(log, 3))).containsExactly(4L, 5L);
        assertThat(all(log, 1_000)).isEmpty();
    }

    @Test
    void takesTheFirstChunkWhateverItsSizeAndThenOnlyWhatFits() {
        OutputLog log = log(1 << 20);
        append(log, 3);
        assertThat(seqs(read(log, 0, 1))).containsExactly(1L);
        assertThat(seqs(read(log, 0, 200))).containsExactly(1L, 2L);
        assertThat(seqs(read(log, 0, 299))).containsExactly(1L, 2L);
    }

    @Test
    void keepsOlderChunksReadableOnDisk() {
        OutputLog log = log(1 << 20);
        append(log, 100);
        disk.runAll();
        log.appendExited(0, null, false, null);
        log.appendClosed(List.of());
        assertThat(log.oldestInMemory()).isGreaterThan(80);
        List<ProcessEvent> events = all(log, 0);
        assertThat(seqs(events)).hasSize(102).startsWith(1L).endsWith(102L).isSorted();
        assertThat(events.get(41)).isEqualTo(new Output("p", 42, StreamName.STDOUT, chunk(42)));
        assertThat(log.droppedBytes()).isZero();
    }

    @Test
    void readsAcrossDiskAndMemoryWhileChunksAreOnTheirWay() {
        OutputLog log = log(1 << 20);
        append(log, 30);
        Future<Slice> reading = log.read(0, new Slice(Long.MAX_VALUE, Integer.MAX_VALUE));
        append(log, 30);
        disk.runAll();
        assertThat(seqs(reading.result().events())).startsWith(1L).isSorted().doesNotHaveDuplicates();
        assertThat(seqs(all(log, 0))).hasSize(60);
    }

    @Test
    void dropsAndCountsTheOldestPastTheQuota() {
        OutputLog log = log(3_000);
        append(log, 100);
        disk.runAll();
        List<ProcessEvent> left = all(log, 0);
        assertThat(seqs(left)).endsWith(100L).isSorted();
        assertThat(log.droppedBytes()).isEqualTo((100 - left.size()) * 100L);
        assertThat(store.used()).isBetween(1L, 3_000L);
    }

    @Test
    void dropsEverythingOlderThanMemoryWhenThereIsNoQuota() {
        OutputLog log = log(0);
        append(log, 100);
        disk.runAll();
        assertThat(log.droppedBytes()).isEqualTo((log.oldestInMemory() - 1) * 100);
        assertThat(seqs(all(log, 0))).startsWith(log.oldestInMemory()).endsWith(100L);
    }

    @Test
    void givesBackItsDiskWhenDiscarded() {
        OutputLog log = log(1 << 20);
        append(log, 100);
        disk.runAll();
        assertThat(store.used()).isPositive();
        log.discard();
        disk.runAll();
        assertThat(store.used()).isZero();
    }

    @Test
    void aLogThatHasEndedGivesWayToOneThatGoesOn() {
        store.close();
        store = new SpillStore(folder, 20_000, "small", METERS.spilled());
        OutputLog ended = log(1 << 20);
        append(ended, 150);
        ended.appendExited(0, null, false, null);
        ended.appendClosed(List.of());
        disk.runAll();
        OutputLog running = log(1 << 20);
        append(running, 150);
        disk.runAll();
        assertThat(seqs(all(running, 0))).hasSize(150);
        assertThat(running.droppedBytes()).isZero();
        assertThat(seqs(all(ended, 0))).hasSizeLessThan(152).endsWith(152L).isSorted();
        assertThat(ended.droppedBytes()).isPositive();
    }

    @Test
    void lagsUntilTheDiskHasCaughtUp() {
        List<String> rooms = new ArrayList<>();
        OutputLog log = new OutputLog(
                "p", MEMORY, budget, new Spill(store, 1 << 20), disk, () -> nowMs, () -> rooms.add("room"));
        append(log, 100);
        assertThat(log.lagging()).isTrue();
        disk.runAll();
        assertThat(log.lagging()).isFalse();
        assertThat(rooms).containsExactly("room");
    }

    @Test
    void spillsAnExitThatMuchOutputFollows() {
        OutputLog log = log(1 << 20);
        log.appendExited(137, "KILL", true, Verdict.OOM);
        append(log, 50);
        disk.runAll();
        assertThat(all(log, 0).getFirst()).isEqualTo(new Exited("p", 1, 137, "KILL", true, Verdict.OOM));
    }

    @Test
    void tellsTheTimesOfEventsFromMemory() {
        OutputLog log = log(1 << 20);
        log.append(StreamName.STDOUT, bytes("a"));
        nowMs += 7;
        log.appendExited(3, null, false, null);
        log.appendClosed(List.of());
        assertThat(timed(log))
                .containsExactly(
                        new TimedEvent(new Output("p", 1, StreamName.STDOUT, ByteChunk.utf8("a")), 1_000_000),
                        new TimedEvent(new Exited("p", 2, 3, null, false, null), 1_000_007),
                        new TimedEvent(new Closed("p", 3, List.of()), 1_000_007));
    }

    @Test
    void tellsTheTimesOfEventsOnDisk() {
        OutputLog log = log(1 << 20);
        appendTicking(log, 100);
        disk.runAll();
        List<TimedEvent> events = timed(log);
        assertThat(events).hasSize(100);
        assertThat(events)
                .allSatisfy(timed -> assertThat(timed.timeMs())
                        .isEqualTo(1_000_000 + timed.event().seq() * 10));
    }

    @Test
    void timeStandsStillWhenTheClockIsSetBack() {
        OutputLog log = log(1 << 20);
        append(log, 1);
        nowMs -= 500;
        append(log, 1);
        nowMs += 501;
        append(log, 1);
        assertThat(timed(log).stream().map(TimedEvent::timeMs).toList())
                .containsExactly(1_000_000L, 1_000_000L, 1_000_001L);
    }

    @Test
    void findsTheFirstEventAtOrAfterATimeInMemory() {
        OutputLog log = log(1 << 20);
        append(log, 2);
        nowMs += 10;
        append(log, 2);
        assertThat(List.of(
                        seqAt(log, 0),
                        seqAt(log, 1_000_000),
                        seqAt(log, 1_000_001),
                        seqAt(log, 1_000_010),
                        seqAt(log, 1_000_011)))
                .containsExactly(1L, 1L, 3L, 3L, 5L);
    }

    @Test
    void findsTheFirstEventAtOrAfterATimeOnDisk() {
        OutputLog log = log(64 << 10);
        appendTicking(log, 400);
        disk.runAll();
        assertThat(log.oldestInMemory()).isGreaterThan(300);
        assertThat(LongStream.rangeClosed(1, 400)
                        .map(seq -> seqAt(log, 1_000_000 + seq * 10))
                        .toArray())
                .isEqualTo(LongStream.rangeClosed(1, 400).toArray());
        assertThat(seqAt(log, 1_000_000 + 57 * 10 - 9)).isEqualTo(57);
        assertThat(seqAt(log, 0)).isEqualTo(1);
        assertThat(seqAt(log, Long.MAX_VALUE)).isEqualTo(401);
    }

    @Test
    void findsTheFirstOfManyEventsOfOneTime() {
        OutputLog log = log(1 << 20);
        appendTicking(log, 3);
        append(log, 2_000);
        disk.runAll();
        assertThat(seqAt(log, nowMs)).isEqualTo(3);
        assertThat(seqAt(log, nowMs - 1)).isEqualTo(3);
    }

    @Test
    void findsTheOldestLeftWhenOlderOnesWereDropped() {
        OutputLog log = log(3_000);
        appendTicking(log, 100);
        disk.runAll();
        assertThat(seqAt(log, 1_000_010)).isEqualTo(seqs(all(log, 0)).getFirst());
    }

    private OutputLog log(long quota) {
        return new OutputLog("p", MEMORY, budget, new Spill(store, quota), disk, () -> nowMs, () -> {});
    }

    /** Chunks of 100 bytes. */
    private static void append(OutputLog log, int count) {
        for (int i = 0; i < count; i++) {
            log.append(StreamName.STDOUT, chunk(log.nextSeq()).bytes());
        }
    }

    /** The same, 10 ms after one another, the first 10 ms from now. */
    private void appendTicking(OutputLog log, int count) {
        for (int i = 0; i < count; i++) {
            nowMs += 10;
            append(log, 1);
        }
    }

    private long seqAt(OutputLog log, long timeMs) {
        Future<Long> found = log.seqAt(timeMs);
        disk.runAll();
        return found.result();
    }

    private List<TimedEvent> timed(OutputLog log) {
        Future<Slice> reading = log.read(0, new Slice(Long.MAX_VALUE, Integer.MAX_VALUE));
        disk.runAll();
        return reading.result().timed();
    }

    private static ByteChunk chunk(long seq) {
        return ByteChunk.utf8(String.format("%0100d", seq));
    }

    private static byte[] bytes(String text) {
        return ByteChunk.utf8(text).bytes();
    }

    private List<ProcessEvent> all(OutputLog log, long afterSeq) {
        return read(log, afterSeq, Long.MAX_VALUE);
    }

    private List<ProcessEvent> read(OutputLog log, long afterSeq, long maxBytes) {
        Future<Slice> reading = log.read(afterSeq, new Slice(maxBytes, Integer.MAX_VALUE));
        disk.runAll();
        return reading.result().events();
    }

    private static List<Long> seqs(List<ProcessEvent> events) {
        return events.stream().map(ProcessEvent::seq).toList();
    }
}
