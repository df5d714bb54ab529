package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.bus.Meters;
import dev.execbus.processes.Asciicast.Page;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.StreamName;
import dev.execbus.protocol.TerminalSize;
import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AsciicastTest {
    private static final ProcessMeters METERS = new ProcessMeters(Meters.none());
    private static final int PLENTY = 1 << 20;
    private static final String HEADER = "{\"version\":3,\"term\":{\"cols\":80,\"rows\":24,\"type\":\"xterm\"},"
            + "\"timestamp\":1000,\"command\":\"sh -c x\"}\n";

    @TempDir
    Path folder;

    private final ManualDisk disk = new ManualDisk();
    private final TerminalSizes sizes = new TerminalSizes(new TerminalSize(24, 80));
    private SpillStore store;
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
    void tellsOutputResizesAndTheExitWithTheirTimes() {
        OutputLog log = log(1 << 20);
        after(248).append(log, "\u001b[1mhi\r\n");
        after(1_002);
        sizes.changed(1, new TerminalSize(30, 90), nowMs);
        after(0).append(log, "\"é\"");
        after(50);
        log.appendExited(3, null, false, null);
        after(7);
        log.appendClosed(List.of());
        assertThat(recording(log, true, 3).page(null, PLENTY).result())
                .isEqualTo(new Page(
                        HEADER
                                + "[0.248,\"o\",\"\\u001B[1mhi\\r\\n\"]\n"
                                + "[1.002,\"r\",\"90x30\"]\n"
                                + "[0.000,\"o\",\"\\\"é\\\"\"]\n"
                                + "[0.057,\"x\",\"3\"]\n",
                        null));
    }

    @Test
    void joinsCharactersThatEventsHaveCut() {
        OutputLog log = log(1 << 20);
        byte[] bytes = "a€😀b".getBytes(StandardCharsets.UTF_8);
        for (byte single : bytes) {
            log.append(StreamName.PTY, new byte[] {single});
        }
        assertThat(outputs(recording(log, true, 0), PLENTY)).containsExactly("a", "€", "😀", "b");
        assertThat(String.join("", outputs(recording(log, true, 0), 1))).isEqualTo("a€😀b");
    }

    @Test
    void showsInvalidBytesAsReplacements() {
        OutputLog log = log(1 << 20);
        log.append(StreamName.PTY, new byte[] {'a', (byte) 0xff, 'b', (byte) 0xe2, (byte) 0x82});
        log.append(StreamName.PTY, new byte[] {'c', (byte) 0xe2});
        log.appendExited(0, null, false, null);
        log.appendClosed(List.of());
        assertThat(outputs(recording(log, true, 0), PLENTY)).containsExactly("a\ufffdb", "\ufffdc", "\ufffd");
    }

    @Test
    void showsPipesAsATerminalWould() {
        OutputLog log = log(1 << 20);
        log.append(StreamName.STDOUT, new byte[] {'1', '\n', (byte) 0xc3});
        log.append(StreamName.STDERR, "oh\n".getBytes(StandardCharsets.UTF_8));
        log.append(StreamName.STDOUT, new byte[] {(byte) 0xa9});
        assertThat(outputs(recording(log, false, 0), PLENTY)).containsExactly("1\r\n", "oh\r\n", "é");
    }

    @Test
    void isTheSameByManyPagesAsByOne() {
        OutputLog log = log(1 << 20);
        for (int i = 0; i < 500; i++) {
            after(i % 7).append(log, "line " + i + " ä€\u001b[0m\r\n");
            if (i % 100 == 50) {
                sizes.changed(log.nextSeq() - 1, new TerminalSize(24, 80 + i), nowMs);
            }
        }
        disk.runAll();
        log.appendExited(0, null, false, null);
        log.appendClosed(List.of());
        disk.runAll();
        Asciicast recording = recording(log, true, 0);
        String whole = disk.result(recording.page(null, PLENTY)).text();
        assertThat(whole.lines()).hasSize(1 + 500 + 5 + 1);
        assertThat(pages(recording, 2_000))
                .hasSizeGreaterThan(10)
                .allSatisfy(page ->
                        assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(2_000));
        assertThat(String.join("", pages(recording, 2_000))).isEqualTo(whole);
        assertThat(String.join("", pages(recording, 1))).isEqualTo(whole);
    }

    @Test
    void saysThatTheBeginningIsMissing() {
        OutputLog log = log(0);
        for (int i = 0; i < 30; i++) {
            append(log, "x".repeat(100));
        }
        disk.runAll();
        String text = disk.result(recording(log, true, 0).page(null, PLENTY)).text();
        assertThat(text.lines().toList().get(1))
                .isEqualTo(
                        "[0.000,\"m\",\"the beginning is no longer kept: " + log.droppedBytes() + " bytes dropped\"]");
    }

    @Test
    void goesOnWhereARunningProcessStood() {
        OutputLog log = log(1 << 20);
        after(10).append(log, "a");
        Asciicast recording = recording(log, true, 0);
        assertThat(recording.page(null, PLENTY).result()).isEqualTo(new Page(HEADER + "[0.010,\"o\",\"a\"]\n", null));
    }

    @Test
    void refusesACursorOfSomebodyElse() {
        Asciicast recording = recording(log(1 << 20), true, 0);
        assertThatThrownBy(() -> recording.page("1.2.zz.", PLENTY))
                .isInstanceOf(ExecbusException.class)
                .hasMessage("the cursor is none that this server has made");
    }

    private AsciicastTest after(long ms) {
        nowMs += ms;
        return this;
    }

    private void append(OutputLog log, String text) {
        log.append(StreamName.PTY, text.getBytes(StandardCharsets.UTF_8));
    }

    private OutputLog log(long quota) {
        return new OutputLog(
                "p",
                1_000,
                new MemoryBudget(1 << 20, METERS.memory()),
                new Spill(store, quota),
                disk,
                () -> nowMs,
                () -> {});
    }

    private Asciicast recording(OutputLog log, boolean terminal, int code) {
        return new Asciicast(new Asciicast.About("sh -c x", "xterm", terminal, 1_000_000), log, sizes, () -> code);
    }

    private List<String> pages(Asciicast recording, int maxBytes) {
        List<String> pages = new java.util.ArrayList<>();
        String cursor = null;
        do {
            Page page = disk.result(recording.page(cursor, maxBytes));
            pages.add(page.text());
            cursor = page.next();
        } while (cursor != null);
        return pages;
    }

    private List<String> outputs(Asciicast recording, int maxBytes) {
        return String.join("", pages(recording, maxBytes))
                .lines()
                .skip(1)
                .map(JsonArray::new)
                .filter(event -> event.getString(1).equals("o"))
                .map(event -> event.getString(2))
                .toList();
    }
}
