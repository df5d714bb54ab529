package dev.execbus.processes;

/** The part of a snapshot behind the cells: cursors, modes, region, tabs, title. */
final class SnapshotEnd {
    private static final int LARGEST = 16 << 10;

    private final ScreenState screen;
    private final ScreenText out = new ScreenText(LARGEST);
    private String charsets = ScreenCursor.Saved.HOME.charsets();
    private int shift;
    private boolean origin;

    SnapshotEnd(ScreenState screen) {
        this.screen = screen;
    }

    /** For a terminal that shows the right cells and is otherwise as at its beginning. */
    byte[] bytes() {
        ScreenModes modes = screen.modes();
        title();
        tabs();
        // Before the region is set, lines count the same from either origin.
        save(screen.active());
        if (screen.top() > 0 || screen.bottom() < screen.rows() - 1) {
            out.add("\u001b[" + (screen.top() + 1) + ";" + (screen.bottom() + 1) + "r");
        }
        cursor(screen.cursor().save(modes.is(ScreenMode.ORIGIN)), screen.active(), screen.top());
        modes(modes);
        return out.bytes();
    }

    /** Saves the cursor of the normal screen, to be done before the alternate one is entered. */
    byte[] beforeAlternate() {
        save(screen.normal());
        cursor(ScreenCursor.Saved.HOME, screen.normal(), 0);
        out.add("\u001b[?1047h\u001b[H");
        return out.bytes();
    }

    private void title() {
        if (!screen.title().text().isEmpty()) {
            out.add("\u001b]2;" + screen.title().text() + "\u0007");
        }
    }

    private void tabs() {
        if (screen.tabs().initial()) {
            return;
        }
        out.add("\u001b[3g");
        for (int col : screen.tabs().all()) {
            out.sequence(col + 1, 'G');
            out.add("\u001bH");
        }
    }

    private void save(ScreenBuffer buffer) {
        if (!buffer.saved().equals(ScreenCursor.Saved.HOME)) {
            cursor(buffer.saved(), buffer, 0);
            out.add("\u001b7");
        }
    }

    private void cursor(ScreenCursor.Saved cursor, ScreenBuffer buffer, int top) {
        if (cursor.origin() != origin) {
            origin = cursor.origin();
            out.add(ScreenMode.ORIGIN.sequence(origin));
        }
        int row = cursor.origin() ? cursor.row() - top : cursor.row();
        if (cursor.wraps()) {
            edge(row, buffer.row(cursor.row()));
        } else {
            out.moveTo(row, cursor.col());
        }
        out.style(cursor.pen());
        charsets(cursor.charsets(), cursor.shift());
    }

    /** The last character of the line again: then a terminal knows that the next one begins a line. */
    private void edge(int row, ScreenRow line) {
        charsets(ScreenCursor.Saved.HOME.charsets(), 0);
        int last = line.cols() - 1;
        int col = last > 0 && line.text(last) == ScreenRow.TAIL ? last - 1 : last;
        out.moveTo(row, col);
        out.style(line.style(col));
        out.character(line.text(col) == 0 ? ' ' : line.text(col));
        for (int i = 0; i < ScreenRow.MARKS && line.mark(col, i) != 0; i++) {
            out.character(line.mark(col, i));
        }
    }

    private void charsets(String wanted, int used) {
        for (int set = 0; set < wanted.length(); set++) {
            if (wanted.charAt(set) != charsets.charAt(set)) {
                out.add("\u001b" + (char) ('(' + set) + wanted.charAt(set));
            }
        }
        if (used != shift) {
            out.add(
                    switch (used) {
                        case 0 -> "\u000f";
                        case 1 -> "\u000e";
                        case 2 -> "\u001bn";
                        default -> "\u001bo";
                    });
        }
        charsets = wanted;
        shift = used;
    }

    private void modes(ScreenModes modes) {
        for (ScreenMode mode : ScreenMode.values()) {
            boolean initially = ScreenMode.initial().contains(mode);
            if (mode != ScreenMode.ORIGIN && modes.is(mode) != initially) {
                out.add(mode.sequence(!initially));
            }
        }
        if (modes.mouse() != 0) {
            out.add("\u001b[?" + modes.mouse() + "h");
        }
        if (modes.mouseEncoding() != 0) {
            out.add("\u001b[?" + modes.mouseEncoding() + "h");
        }
        if (modes.cursorStyle() != 0) {
            out.add("\u001b[" + modes.cursorStyle() + " q");
        }
        if (modes.otherKeys() != 0) {
            out.add("\u001b[>4;" + modes.otherKeys() + "m");
        }
    }
}
