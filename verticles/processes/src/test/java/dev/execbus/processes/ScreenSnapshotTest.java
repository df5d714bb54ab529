package dev.execbus.processes;

import static dev.execbus.processes.ScreenDump.all;
import static dev.execbus.processes.ScreenDump.restored;
import static dev.execbus.processes.ScreenDump.screen;
import static dev.execbus.processes.ScreenDump.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The recordings were made with {@code TERM=xterm-256color}, of the programs they are named after. */
final class ScreenSnapshotTest {
    @ParameterizedTest
    @CsvSource({
        "vim-edit, 24, 80",
        "vim-colors, 24, 80",
        "htop, 24, 80",
        "htop-acs, 30, 100",
        "less, 24, 80",
        "top, 24, 80",
        "dialog, 24, 80"
    })
    void makesAnotherTerminalTheSameAtAnyPlaceOfARecording(String name, int rows, int cols) throws IOException {
        byte[] recording = recording(name);
        Screen screen = new Screen(rows, cols);
        int step = 997;
        for (int at = 0; at < recording.length; at += step) {
            screen.feed(Arrays.copyOfRange(recording, at, Math.min(recording.length, at + step)));
            assertThat(all(restored(screen))).isEqualTo(all(screen));
        }
        assertThat(screen.snapshot())
                .hasSizeLessThan(16_000)
                .isEqualTo(restored(screen).snapshot());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void makesAnotherTerminalTheSameAfterAnything(long seed) {
        Random random = new Random(seed);
        Screen screen = new Screen(1 + random.nextInt(12), 1 + random.nextInt(40));
        for (int i = 0; i < 300; i++) {
            screen.feed(RandomOutput.of(random, 30));
            if (random.nextInt(20) == 0) {
                screen.resize(1 + random.nextInt(12), 1 + random.nextInt(40));
            }
            assertThat(all(restored(screen))).isEqualTo(all(screen));
        }
    }

    @Test
    void tellsEveryMode() {
        Screen screen = screen(
                6,
                20,
                "normal\u001b7\u001b[?1049h\u001b[2;5r\u001b[?1;5;6;12;45;1004;1007;2004h\u001b[?25l\u001b[4;20h\u001b="
                        + "\u001b[?1003h\u001b[?1006h\u001b[5 q\u001b[>4;2m"
                        + "\u001b]2;t\u0007\u001b)0\u000e\u001b[1;38;5;9m"
                        + "\u001b[3;4Hx\u001b7\u001b[?6l\u001b[5;5H\u001b[?7l\u001bH");
        assertThat(all(restored(screen))).isEqualTo(all(screen));
        assertThat(new String(screen.snapshot(), StandardCharsets.UTF_8))
                .contains("\u001b[?1003h", "\u001b[?1006h", "\u001b[?2004h", "\u001b[?25l", "\u001b[?1h", "\u001b=");
    }

    @Test
    void isShortWhereThereIsLittle() {
        assertThat(new String(screen(24, 80, "$ \u001b[31mls\u001b[m").snapshot(), StandardCharsets.UTF_8))
                .isEqualTo("\u001bc$ \u001b[31mls\u001b[m\u001b[1;5H");
    }

    @Test
    void keepsLinesTogetherThatWereWrapped() {
        Screen screen = screen(4, 10, "0123456789abc\r\nx");
        Screen other = restored(screen);
        assertThat(other.state().active().row(1).continued()).isTrue();
        assertThat(other.state().active().row(2).continued()).isFalse();
    }

    @Test
    void wrapsNextWhereTheOriginalDoes() {
        Screen other = restored(screen(2, 4, "\u001b[4habcd\u001b[1m"));
        other.feed("e".getBytes(StandardCharsets.UTF_8));
        assertThat(text(other)).containsExactly("abcd", "e");
    }

    @Test
    void losesExactColoursFirst() {
        Screen screen = colourful(24, 80, true);
        assertThat(screen.snapshot()).hasSizeLessThanOrEqualTo(ScreenSnapshot.MOST_BYTES);
        Screen other = restored(screen);
        assertThat(text(other)).isEqualTo(text(screen));
        assertThat(other.state().active().row(3).style(7))
                .isEqualTo(ColourDepth.PALETTE.of(screen.state().active().row(3).style(7)));
    }

    @Test
    void losesTheNormalScreenBehindBeforeColours() {
        Screen screen = colourful(24, 80, false);
        screen.feed("\u001b[?1049h\u001b[H".getBytes(StandardCharsets.UTF_8));
        screen.feed(colours(24, 80, false));
        Screen other = restored(screen);
        assertThat(other.state().active().row(3).style(7))
                .isEqualTo(screen.state().active().row(3).style(7));
        other.feed("\u001b[?1049l".getBytes(StandardCharsets.UTF_8));
        screen.feed("\u001b[?1049l".getBytes(StandardCharsets.UTF_8));
        assertThat(text(other)).isEqualTo(text(screen));
    }

    @Test
    void losesTheLinesFarthestFromTheCursorLast() {
        Screen screen = new Screen(300, 500);
        Random random = new Random(1);
        byte[] letters = new byte[300 * 500];
        for (int i = 0; i < letters.length; i++) {
            letters[i] = (byte) ('a' + random.nextInt(26));
        }
        screen.feed(letters);
        screen.feed("\u001b[150;1H".getBytes(StandardCharsets.UTF_8));
        assertThat(screen.snapshot()).hasSizeBetween(49_000, ScreenSnapshot.MOST_BYTES);
        Screen other = restored(screen);
        assertThat(text(other).subList(105, 195)).isEqualTo(text(screen).subList(105, 195));
        assertThat(text(other).getFirst()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"300, 500", "150, 1000", "1, 1000", "1000, 1", "2, 2"})
    void isNeverTooLong(int rows, int cols) {
        Screen screen = colourful(rows, cols, true);
        assertThat(screen.snapshot()).hasSizeLessThanOrEqualTo(ScreenSnapshot.MOST_BYTES);
        screen.feed(colours(rows, cols, false));
        screen.feed("漢\u0301".repeat(rows * cols).getBytes(StandardCharsets.UTF_8));
        screen.feed("\u001b[G\u001bH\u001b[2G\u001bH".getBytes(StandardCharsets.UTF_8));
        assertThat(screen.snapshot()).hasSizeLessThanOrEqualTo(ScreenSnapshot.MOST_BYTES);
    }

    private static Screen colourful(int rows, int cols, boolean direct) {
        Screen screen = new Screen(rows, cols);
        screen.feed(colours(rows, cols, direct));
        return screen;
    }

    private static byte[] colours(int rows, int cols, boolean direct) {
        Random random = new Random(7);
        StringBuilder output = new StringBuilder();
        for (int i = 0; i < rows * cols; i++) {
            output.append("\u001b[").append(direct ? "38;2;" + rgb(random) + ";48;2;" + rgb(random) : 30 + i % 8);
            output.append('m').append((char) ('a' + i % 26));
        }
        return output.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String rgb(Random random) {
        return (100 + random.nextInt(156)) + ";" + (100 + random.nextInt(156)) + ";" + (100 + random.nextInt(156));
    }

    private static byte[] recording(String name) throws IOException {
        try (InputStream in = ScreenSnapshotTest.class.getResourceAsStream("/screens/" + name + ".bin")) {
            return in.readAllBytes();
        }
    }
}
