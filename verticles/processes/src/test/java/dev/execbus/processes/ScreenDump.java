package dev.execbus.processes;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A screen as text, for comparing. */
final class ScreenDump {
    private ScreenDump() {}

    static Screen screen(int rows, int cols, String output) {
        Screen screen = new Screen(rows, cols);
        screen.feed(output.getBytes(StandardCharsets.UTF_8));
        return screen;
    }

    /** A terminal of the same size that was told the snapshot. */
    static Screen restored(Screen screen) {
        Screen other = new Screen(screen.rows(), screen.cols());
        other.feed(screen.snapshot());
        return other;
    }

    /** The lines without their trailing blanks. */
    static List<String> text(Screen screen) {
        return text(screen.state().active(), screen);
    }

    private static List<String> text(ScreenBuffer buffer, Screen screen) {
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < screen.rows(); row++) {
            lines.add(text(buffer.row(row)).stripTrailing());
        }
        return lines;
    }

    private static String text(ScreenRow row) {
        StringBuilder line = new StringBuilder();
        for (int col = 0; col < row.cols(); col++) {
            int character = row.text(col);
            if (character != ScreenRow.TAIL) {
                line.appendCodePoint(character == 0 ? ' ' : character);
            }
            for (int i = 0; i < ScreenRow.MARKS && row.mark(col, i) != 0; i++) {
                line.appendCodePoint(row.mark(col, i));
            }
        }
        return line.toString();
    }

    /** Everything that a snapshot keeps. */
    static List<String> all(Screen screen) {
        ScreenState state = screen.state();
        List<String> all = new ArrayList<>();
        all.add(screen.rows() + "x" + screen.cols() + " alternate=" + state.onAlternate());
        all.add("cursor " + state.cursor().save(state.modes().is(ScreenMode.ORIGIN)));
        all.add("region " + state.top() + "-" + state.bottom());
        for (ScreenMode mode : ScreenMode.values()) {
            all.add(mode + "=" + state.modes().is(mode));
        }
        all.add("mouse " + state.modes().mouse() + " " + state.modes().mouseEncoding());
        all.add("cursor style " + state.modes().cursorStyle() + ", keys "
                + state.modes().otherKeys());
        all.add("title " + state.title().text());
        all.add("tabs " + Arrays.toString(state.tabs().all()));
        all.add("saved " + state.active().saved());
        cells(all, screen, state.active());
        if (state.onAlternate()) {
            all.add("saved behind " + state.normal().saved());
            cells(all, screen, state.normal());
        }
        return all;
    }

    private static void cells(List<String> all, Screen screen, ScreenBuffer buffer) {
        all.addAll(text(buffer, screen));
        for (int row = 0; row < screen.rows(); row++) {
            StringBuilder styles = new StringBuilder();
            for (int col = 0; col < screen.cols(); col++) {
                styles.append(Long.toHexString(buffer.row(row).style(col))).append(' ');
            }
            all.add(styles.toString());
        }
    }
}
