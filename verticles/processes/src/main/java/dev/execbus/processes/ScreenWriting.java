package dev.execbus.processes;

/** Puts characters onto a screen as a terminal does: at the cursor, wrapping at the edge. */
final class ScreenWriting {
    private final ScreenState screen;
    private final ScreenCursor cursor;
    private int last;

    ScreenWriting(ScreenState screen) {
        this.screen = screen;
        this.cursor = screen.cursor();
    }

    void print(byte[] bytes, int from, int to) {
        last = bytes[to - 1];
        if (cursor.draws() || screen.modes().is(ScreenMode.INSERT)) {
            for (int at = from; at < to; at++) {
                print(bytes[at]);
            }
            return;
        }
        int at = from;
        while (at < to) {
            wrapIfDue();
            int room = screen.cols() - cursor.col();
            int count = Math.min(room, to - at);
            if (count < to - at && !screen.modes().is(ScreenMode.AUTOWRAP)) {
                // Everything that does not fit goes to the last cell, one over the other.
                screen.line().put(cursor.col(), bytes, at, count, cursor.pen());
                at = to - 1;
                cursor.moveTo(cursor.row(), screen.cols() - 1);
                continue;
            }
            screen.line().put(cursor.col(), bytes, at, count, cursor.pen());
            at += count;
            advance(count);
        }
    }

    void print(int codePoint) {
        int character = cursor.drawn(codePoint);
        int width = CellWidth.of(character);
        if (width == 0) {
            combine(character);
            return;
        }
        last = codePoint;
        if (width > screen.cols()) {
            return;
        }
        wrapIfDue();
        if (cursor.col() + width > screen.cols()) {
            if (!screen.modes().is(ScreenMode.AUTOWRAP)) {
                return;
            }
            wrap();
        }
        if (screen.modes().is(ScreenMode.INSERT)) {
            screen.line().insert(cursor.col(), width, cursor.pen());
        }
        screen.line().put(cursor.col(), character, width, cursor.pen());
        advance(width);
    }

    /** The last character again. */
    void repeat(int times) {
        if (last == 0) {
            return;
        }
        // It is meant for within a line; a few bytes must not make much work.
        for (int i = Math.min(times, screen.cols()); i > 0; i--) {
            print(last);
        }
    }

    /** Something else than printing has happened: there is nothing to repeat. */
    void interrupted() {
        last = 0;
    }

    private void combine(int mark) {
        int col = cursor.wraps() ? cursor.col() : cursor.col() - 1;
        if (col >= 0) {
            screen.line().combine(col, mark);
        }
    }

    private void advance(int width) {
        int col = cursor.col() + width;
        if (col < screen.cols()) {
            cursor.moveTo(cursor.row(), col);
        } else {
            cursor.moveTo(cursor.row(), screen.cols() - 1);
            cursor.wraps(screen.modes().is(ScreenMode.AUTOWRAP));
        }
    }

    private void wrapIfDue() {
        if (cursor.wraps()) {
            wrap();
        }
    }

    private void wrap() {
        cursor.moveTo(cursor.row(), 0);
        screen.lineFeed();
        screen.line().continued(true);
    }
}
