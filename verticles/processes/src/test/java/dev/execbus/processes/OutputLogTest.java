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
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
        OutputLog log = new OutputLog("p", MEMORY, budget, new Spill(store, 1 << 20), disk, () -> rooms.add("room"));
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

    private OutputLog log(long quota) {
        return new OutputLog("p", MEMORY, budget, new Spill(store, quota), disk, () -> {});
    }

    /** Chunks of 100 bytes. */
    private static void append(OutputLog log, int count) {
        for (int i = 0; i < count; i++) {
            log.append(StreamName.STDOUT, chunk(log.nextSeq()).bytes());
        }
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

    /** Runs what was asked of the disk when the test says so, on the test's thread. */
    private static final class ManualDisk implements OutputLog.Disk {
        private final ArrayDeque<Runnable> work = new ArrayDeque<>();

        @Override
        public <T> Future<T> run(Callable<T> task) {
            Promise<T> promise = Promise.promise();
            work.add(() -> {
                try {
                    promise.complete(task.call());
                } catch (Exception e) {
                    promise.fail(e);
                }
            });
            return promise.future();
        }

        void runAll() {
            while (!work.isEmpty()) {
                work.poll().run();
            }
        }
    }
}
