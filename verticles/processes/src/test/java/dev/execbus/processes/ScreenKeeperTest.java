package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.Meters;
import dev.execbus.protocol.StreamName;
import dev.execbus.protocol.TerminalSize;
import dev.execbus.testkit.ManualTimers;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScreenKeeperTest {
    private static final ProcessMeters METERS = new ProcessMeters(Meters.none());
    private static final int PLENTY = 1 << 20;

    @TempDir
    Path folder;

    private final ManualDisk disk = new ManualDisk();
    private final ManualTimers timers = new ManualTimers();
    private final TerminalSizes sizes = new TerminalSizes(new TerminalSize(3, 10));
    private final ScreenModel model = new ScreenModel(sizes);
    private SpillStore store;
    private OutputLog log;
    private ScreenKeeper keeper;

    @BeforeEach
    void openStore() {
        store = new SpillStore(folder, 1L << 20, "test", METERS.spilled());
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void showsWhatWasPrintedUpToTheEventItTells() {
        keep(PLENTY);
        print("one\r\n");
        print("two");
        Future<Snapshot> asked = keeper.take();
        print(" three");
        Snapshot snapshot = disk.result(asked);
        assertThat(snapshot.afterSeq()).isEqualTo(2);
        assertThat(lines(snapshot)).containsExactly("one", "two", "");
        assertThat(lines(disk.result(keeper.take()))).containsExactly("one", "two three", "");
    }

    @Test
    void replaysWhatIsOnDisk() {
        keep(PLENTY);
        print("\u001b[?1049h\u001b[Hfirst");
        for (int i = 0; i < 100; i++) {
            print("\u001b[2;1Hline " + i + "x".repeat(100) + "\u001b[2K\u001b[1;1H");
        }
        disk.runAll();
        print("\u001b[3;1Hlast");
        assertThat(log.oldestInMemory()).isGreaterThan(50);
        Snapshot snapshot = disk.result(keeper.take());
        assertThat(snapshot.afterSeq()).isEqualTo(102);
        assertThat(lines(snapshot).getLast()).isEqualTo("last");
        assertThat(screen(snapshot).state().onAlternate()).isTrue();
    }

    @Test
    void appliesSizesWhereTheyChanged() {
        keep(PLENTY);
        print("0123456789ab");
        resize(3, 5);
        resize(3, 12);
        print("\r\n0123456789ab");
        resize(4, 20);
        Snapshot snapshot = disk.result(keeper.take());
        assertThat(List.of(snapshot.rows(), snapshot.cols())).containsExactly(4, 20);
        assertThat(lines(snapshot)).containsExactly("0123456789", "ab", "0123456789ab", "");
        resize(2, 3);
        assertThat(disk.result(keeper.take()).rows()).isEqualTo(2);
    }

    @Test
    void losesNothingThatTheLogHasDropped() {
        keep(3_000);
        print("\u001b[1;1Htop\u001b[2;3r\u001b[3;1H");
        for (int i = 0; i < 200; i++) {
            print("\r\nline " + i + "\u001b[8m" + "\u0000".repeat(90));
        }
        disk.runAll();
        assertThat(log.droppedBytes()).isPositive();
        assertThat(lines(disk.result(keeper.take()))).containsExactly("top", "line 198", "line 199");
    }

    @Test
    void losesNothingWhereNothingIsSpilled() {
        keep(0);
        print("top\u001b[2;3r\u001b[3;1H");
        for (int i = 0; i < 200; i++) {
            print("\r\nline " + i + "\u0000".repeat(90));
        }
        disk.runAll();
        assertThat(lines(disk.result(keeper.take()))).containsExactly("top", "line 198", "line 199");
    }

    @Test
    void forgetsAfterAWhileAndCanBeAskedAgain() {
        keep(PLENTY);
        print("one");
        disk.result(keeper.take());
        timers.pass(Duration.ofMinutes(10));
        disk.runAll();
        assertThat(model.seen()).isZero();
        print(" two");
        assertThat(lines(disk.result(keeper.take()))).containsExactly("one two", "", "");
    }

    @Test
    void remembersWhatCannotBeReplayed() {
        keep(0);
        print("kept");
        print("\u0000".repeat(2_000));
        disk.runAll();
        disk.result(keeper.take());
        timers.pass(Duration.ofMinutes(10));
        assertThat(lines(disk.result(keeper.take()))).containsExactly("kept", "", "");
    }

    @Test
    void followsLargeOutputWhileSomebodyLooks() {
        keep(PLENTY);
        print("x");
        disk.runAll();
        assertThat(model.seen()).isZero();
        disk.result(keeper.take());
        print("\u0000".repeat(300 << 10));
        disk.runAll();
        assertThat(model.seen()).isEqualTo(2);
        keeper.end();
        print("\u0000".repeat(300 << 10));
        disk.runAll();
        assertThat(model.seen()).isZero();
    }

    @Test
    void isTheSameAsAScreenThatSawEverything() {
        keep(20_000);
        Random random = new Random(3);
        Screen whole = new Screen(3, 10);
        for (int i = 0; i < 400; i++) {
            byte[] output = RandomOutput.of(random, 30);
            whole.feed(output);
            print(output);
            if (random.nextInt(10) == 0) {
                int rows = 1 + random.nextInt(10);
                int cols = 1 + random.nextInt(40);
                whole.resize(rows, cols);
                resize(rows, cols);
            }
            if (random.nextInt(5) == 0) {
                disk.runAll();
            }
            if (random.nextInt(20) == 0) {
                assertThat(ScreenDump.all(screen(disk.result(keeper.take())))).isEqualTo(ScreenDump.all(whole));
            }
        }
        assertThat(log.droppedBytes()).isPositive();
    }

    private void keep(long quota) {
        Spill spill = new Spill(store, quota);
        spill.witness(model);
        log = new OutputLog("p", 1_000, new MemoryBudget(1 << 20, METERS.memory()), spill, disk, () -> 1L, () -> {});
        keeper = new ScreenKeeper(log, model, disk, timers);
    }

    private void print(String text) {
        print(text.getBytes(StandardCharsets.UTF_8));
    }

    private void print(byte[] bytes) {
        log.append(StreamName.PTY, bytes);
        keeper.appended(bytes.length);
    }

    private void resize(int rows, int cols) {
        sizes.changed(log.nextSeq() - 1, new TerminalSize(rows, cols), 1L);
    }

    private static Screen screen(Snapshot snapshot) {
        Screen screen = new Screen(snapshot.rows(), snapshot.cols());
        screen.feed(snapshot.bytes().bytes());
        return screen;
    }

    private static List<String> lines(Snapshot snapshot) {
        return ScreenDump.text(screen(snapshot));
    }
}
