package dev.execbus.processes;

/** What a terminal shows and remembers, and the plain operations on it. Rows and columns count from 0. */
final class ScreenState {
    private final ScreenCursor cursor = new ScreenCursor();
    private final ScreenModes modes = new ScreenModes();
    private final ScreenTitle title = new ScreenTitle();
    private final TabStops tabs;
    private final ScreenBuffer normal;
    private ScreenBuffer alternate;
    private ScreenBuffer active;
    private int rows;
    private int cols;
    private int top;
    private int bottom;

    ScreenState(int rows, int cols) {
        this.rows = rows;
        this.cols = cols;
        this.tabs = new TabStops(cols);
        normal = new ScreenBuffer(rows, cols);
        active = normal;
        bottom = rows - 1;
    }

    int rows() {
        return rows;
    }

    int cols() {
        return cols;
    }

    ScreenCursor cursor() {
        return cursor;
    }

    ScreenModes modes() {
        return modes;
    }

    ScreenTitle title() {
        return title;
    }

    TabStops tabs() {
        return tabs;
    }

    ScreenBuffer normal() {
        return normal;
    }

    ScreenBuffer active() {
        return active;
    }

    boolean onAlternate() {
        return active != normal;
    }

    /** The first line of the scrolling region. */
    int top() {
        return top;
    }

    /** The last line of the scrolling region. */
    int bottom() {
        return bottom;
    }

    ScreenRow line() {
        return active.row(cursor.row());
    }

    /** The last column of what may be erased at the cursor: what was just written at the edge stays. */
    int eraseFrom() {
        return cursor.wraps() ? cols : cursor.col();
    }

    void moveTo(int row, int col) {
        cursor.moveTo(Math.clamp(row, 0, rows - 1), Math.clamp(col, 0, cols - 1));
    }

    /** As programs count: within the region while that is the origin. */
    void place(int row, int col) {
        if (modes.is(ScreenMode.ORIGIN)) {
            moveTo(Math.min(bottom, row + top), col);
        } else {
            moveTo(row, col);
        }
    }

    void up(int lines) {
        int limit = cursor.row() >= top ? top : 0;
        moveTo(Math.max(limit, cursor.row() - lines), cursor.col());
    }

    void down(int lines) {
        int limit = cursor.row() <= bottom ? bottom : rows - 1;
        moveTo(Math.min(limit, cursor.row() + lines), cursor.col());
    }

    void lineFeed() {
        if (cursor.row() == bottom) {
            active.scrollUp(top, bottom, 1, cursor.pen());
            cursor.wraps(false);
        } else {
            moveTo(cursor.row() + 1, cursor.col());
        }
    }

    void reverseLineFeed() {
        if (cursor.row() == top) {
            active.scrollDown(top, bottom, 1, cursor.pen());
            cursor.wraps(false);
        } else {
            moveTo(cursor.row() - 1, cursor.col());
        }
    }

    void backspace() {
        if (cursor.col() == 0 && cursor.row() > top && wrapsBack()) {
            moveTo(cursor.row() - 1, cols - 1);
        } else {
            moveTo(cursor.row(), cursor.col() - 1);
        }
    }

    private boolean wrapsBack() {
        return modes.is(ScreenMode.REVERSE_WRAP) && modes.is(ScreenMode.AUTOWRAP);
    }

    /** @param last below {@code first}, or the whole screen is the region */
    void region(int first, int last) {
        int end = Math.min(last, rows - 1);
        if (first < end) {
            top = first;
            bottom = end;
            place(0, 0);
        }
    }

    private void wholeRegion() {
        top = 0;
        bottom = rows - 1;
    }

    void saveCursor() {
        active.save(cursor.save(modes.is(ScreenMode.ORIGIN)));
    }

    void restoreCursor() {
        cursor.restore(active.saved());
        modes.set(ScreenMode.ORIGIN, active.saved().origin());
        cursor.wraps(cursor.wraps() && modes.is(ScreenMode.AUTOWRAP));
        if (active.saved().origin() && (cursor.row() < top || cursor.row() > bottom)) {
            moveTo(Math.clamp(cursor.row(), top, bottom), cursor.col());
        }
    }

    void enterAlternate() {
        if (!onAlternate()) {
            if (alternate == null) {
                alternate = new ScreenBuffer(rows, cols);
            }
            alternate.clear(cursor.pen());
            alternate.save(ScreenCursor.Saved.HOME);
            active = alternate;
        }
    }

    void leaveAlternate() {
        active = normal;
    }

    void reset() {
        leaveAlternate();
        normal.clear(CellStyle.PLAIN);
        normal.save(ScreenCursor.Saved.HOME);
        modes.reset();
        tabs.reset();
        tabs.resize(cols);
        cursor.restore(ScreenCursor.Saved.HOME);
        wholeRegion();
    }

    void resetSoftly() {
        modes.resetSoftly();
        wholeRegion();
        ScreenCursor.Saved home = ScreenCursor.Saved.HOME;
        active.save(home);
        int row = cursor.row();
        int col = cursor.col();
        cursor.restore(home);
        moveTo(row, col);
    }

    /** Lines are not wrapped anew. Where it gets lower, lines go from above as far as the cursor needs it. */
    void resize(int newRows, int newCols) {
        int lost = Math.max(0, cursor.row() - (newRows - 1));
        if (onAlternate()) {
            // The cursor of the normal screen is where it was saved.
            normal.resize(newRows, newCols, Math.max(0, normal.saved().row() - (newRows - 1)));
            alternate.resize(newRows, newCols, lost);
        } else {
            normal.resize(newRows, newCols, lost);
            alternate = null;
        }
        ScreenCursor.Saved moved = cursor.save(false).within(newRows, newCols, lost);
        rows = newRows;
        cols = newCols;
        cursor.restore(moved);
        tabs.resize(newCols);
        wholeRegion();
    }
}
