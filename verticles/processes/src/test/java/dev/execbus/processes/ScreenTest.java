package dev.execbus.processes;

import static dev.execbus.processes.ScreenDump.screen;
import static dev.execbus.processes.ScreenDump.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ScreenTest {
    @Test
    void wrapsAtTheEdgeOnlyWhenSomethingFollows() {
        assertThat(text(screen(3, 5, "abcde"))).containsExactly("abcde", "", "");
        assertThat(text(screen(3, 5, "abcde\r\nf"))).containsExactly("abcde", "f", "");
        assertThat(text(screen(3, 5, "abcdef"))).containsExactly("abcde", "f", "");
    }

    @Test
    void keepsTheLastColumnWithoutWrapping() {
        assertThat(text(screen(2, 5, "\u001b[?7labcdefgh"))).containsExactly("abcdh", "");
    }

    @Test
    void scrollsWhatIsAboveAway() {
        assertThat(text(screen(3, 5, "1\r\n2\r\n3\r\n4"))).containsExactly("2", "3", "4");
    }

    @Test
    void scrollsWithinTheRegion() {
        assertThat(text(screen(5, 5, "1\r\n2\r\n3\r\n4\r\n5\u001b[2;4r\u001b[4H\n")))
                .containsExactly("1", "3", "4", "", "5");
        assertThat(text(screen(5, 5, "1\r\n2\r\n3\r\n4\r\n5\u001b[2;4r\u001b[2H\u001bM")))
                .containsExactly("1", "", "2", "3", "5");
    }

    @Test
    void insertsAndDeletesLinesAndCharacters() {
        assertThat(text(screen(4, 5, "1\r\n2\r\n3\r\n4\u001b[2H\u001b[L"))).containsExactly("1", "", "2", "3");
        assertThat(text(screen(4, 5, "1\r\n2\r\n3\r\n4\u001b[2H\u001b[2M"))).containsExactly("1", "4", "", "");
        assertThat(text(screen(1, 6, "abcdef\u001b[2G\u001b[2@"))).containsExactly("a  bcd");
        assertThat(text(screen(1, 6, "abcdef\u001b[2G\u001b[2P"))).containsExactly("adef");
        assertThat(text(screen(1, 6, "abcdef\u001b[2G\u001b[2X"))).containsExactly("a  def");
        assertThat(text(screen(1, 6, "abcd\u001b[2G\u001b[4hxy"))).containsExactly("axybcd");
    }

    @Test
    void erasesPartsOfLinesAndScreens() {
        String full = "abc\r\ndef\r\nghi\u001b[2;2H";
        assertThat(text(screen(3, 3, full + "\u001b[K"))).containsExactly("abc", "d", "ghi");
        assertThat(text(screen(3, 3, full + "\u001b[1K"))).containsExactly("abc", "  f", "ghi");
        assertThat(text(screen(3, 3, full + "\u001b[2K"))).containsExactly("abc", "", "ghi");
        assertThat(text(screen(3, 3, full + "\u001b[J"))).containsExactly("abc", "d", "");
        assertThat(text(screen(3, 3, full + "\u001b[1J"))).containsExactly("", "  f", "ghi");
        assertThat(text(screen(3, 3, full + "\u001b[2J"))).containsExactly("", "", "");
    }

    @Test
    void keepsWhatWasWrittenAtTheEdgeWhenTheRestIsErased() {
        assertThat(text(screen(1, 3, "abc\u001b[K"))).containsExactly("abc");
    }

    @Test
    void erasesWithTheBackgroundColour() {
        Screen screen = screen(1, 3, "\u001b[1;4;31;44m\u001b[K");
        assertThat(screen.state().active().row(0).style(2))
                .isEqualTo(CellStyle.withBackground(CellStyle.PLAIN, CellStyle.indexed(4)));
    }

    @Test
    void drawsLines() {
        assertThat(text(screen(1, 8, "\u001b(0lqqk\u001b(Bq"))).containsExactly("┌──┐q");
        assertThat(text(screen(1, 8, "\u001b)0q\u000eq\u000fq"))).containsExactly("q─q");
    }

    @Test
    void givesWideCharactersTwoCells() {
        assertThat(text(screen(2, 5, "漢字か"))).containsExactly("漢字", "か");
        assertThat(text(screen(1, 5, "漢字\u001b[2Gx"))).containsExactly(" x字");
        assertThat(text(screen(1, 5, "漢字\u001b[1Gx"))).containsExactly("x 字");
        assertThat(text(screen(1, 6, "漢字\u001b[2G\u001b[P"))).containsExactly(" 字");
        assertThat(text(screen(1, 6, "😀x"))).containsExactly("😀x");
    }

    @Test
    void keepsCombiningCharactersWithTheirs() {
        assertThat(text(screen(1, 3, "e\u0301x"))).containsExactly("e\u0301x");
        assertThat(text(screen(1, 3, "abc\u0301"))).containsExactly("abc\u0301");
        assertThat(text(screen(1, 3, "漢\u0301x"))).containsExactly("漢\u0301x");
        assertThat(text(screen(1, 3, "e\u0301\u001b[1Gx"))).containsExactly("x");
    }

    @Test
    void understandsColours() {
        assertThat(pen("\u001b[38;5;208m")).isEqualTo(CellStyle.withForeground(0, CellStyle.indexed(208)));
        assertThat(pen("\u001b[38;2;1;2;3;1m"))
                .isEqualTo(CellStyle.withForeground(0, CellStyle.direct(1, 2, 3)) | CellStyle.BOLD);
        assertThat(pen("\u001b[48:2::1:2:3m")).isEqualTo(CellStyle.withBackground(0, CellStyle.direct(1, 2, 3)));
        assertThat(pen("\u001b[48:5:7;3m"))
                .isEqualTo(CellStyle.withBackground(0, CellStyle.indexed(7)) | CellStyle.ITALIC);
        assertThat(pen("\u001b[58;5;1;9m")).isEqualTo(CellStyle.STRIKE);
        assertThat(pen("\u001b[97;4:3m"))
                .isEqualTo(CellStyle.withUnderline(CellStyle.withForeground(0, CellStyle.indexed(15)), 3));
        assertThat(pen("\u001b[1;2;3;4;5;7;8;9;53m\u001b[22;23;24;25;27;28;29;55m"))
                .isZero();
        assertThat(pen("\u001b[31;42m\u001b[39;49m")).isZero();
        assertThat(pen("\u001b[31;1m\u001b[m")).isZero();
    }

    @Test
    void goesBackToTheNormalScreenAndItsCursor() {
        Screen screen = screen(2, 10, "shell\u001b[?1049h\u001b[2J\u001b[Heditor");
        assertThat(text(screen)).containsExactly("editor", "");
        screen.feed("\u001b[?1049l$".getBytes(StandardCharsets.UTF_8));
        assertThat(text(screen)).containsExactly("shell$", "");
    }

    @Test
    void countsFromTheOriginOfTheRegion() {
        assertThat(text(screen(4, 3, "\u001b[2;3r\u001b[?6hx\u001b[9;1Hy"))).containsExactly("", "x", "y", "");
    }

    @Test
    void movesByTabs() {
        assertThat(text(screen(1, 20, "\tx\ty\r\u001b[3g\u001b[5G\u001bH\r\tz")))
                .containsExactly("    z   x       y");
        assertThat(text(screen(1, 20, "\t\t\u001b[Zx"))).containsExactly("        x");
        assertThat(text(screen(2, 4, "abcd\te"))).containsExactly("abcd", "e");
    }

    @Test
    void repeatsCharacters() {
        assertThat(text(screen(1, 10, "ab\u001b[3b"))).containsExactly("abbbb");
        assertThat(text(screen(1, 10, "ab\r\u001b[3b"))).containsExactly("ab");
    }

    @Test
    void isTheSameWhereverTheOutputIsCut() {
        String output =
                "a\u001b[38;2;10;20;30mb漢😀\u001b]2;tïtle\u001b\\\u001b[2;1H\u001b[1;4mé\u001bP1$rignored\u001b\\z";
        Screen whole = screen(3, 12, output);
        Screen cut = new Screen(3, 12);
        for (byte single : output.getBytes(StandardCharsets.UTF_8)) {
            cut.feed(new byte[] {single});
        }
        assertThat(ScreenDump.all(cut)).isEqualTo(ScreenDump.all(whole));
        assertThat(text(whole)).containsExactly("ab漢😀", "éz", "");
        assertThat(whole.state().title().text()).isEqualTo("tïtle");
    }

    @Test
    void showsInvalidBytesAsReplacements() {
        Screen screen = new Screen(1, 10);
        screen.feed(
                new byte[] {'a', (byte) 0xff, 'b', (byte) 0xe2, (byte) 0x82, 'c', (byte) 0xed, (byte) 0xa0, (byte) 0x80
                });
        assertThat(text(screen)).containsExactly("a\ufffdb\ufffdc\ufffd");
    }

    @Test
    void keepsWhatTheCursorNeedsWhenItGetsLower() {
        Screen screen = screen(4, 5, "1\r\n2\r\n3\r\n4");
        screen.resize(2, 3);
        assertThat(text(screen)).containsExactly("3", "4");
        screen.resize(3, 5);
        assertThat(text(screen)).containsExactly("3", "4", "");
        Screen empty = screen(4, 5, "1\r\n2");
        empty.resize(2, 5);
        assertThat(text(empty)).containsExactly("1", "2");
    }

    @Test
    void remembersTitlesPutAside() {
        Screen screen = screen(1, 5, "\u001b]0;one\u0007\u001b[22;2t\u001b]2;two\u0007\u001b[23;2t");
        assertThat(screen.state().title().text()).isEqualTo("one");
    }

    private static long pen(String output) {
        return screen(1, 5, output).state().cursor().pen();
    }
}
