package dev.execbus.processes;

import java.util.Arrays;

/** The lines of a screen, normal or alternate, and the cursor that was saved on it. */
final class ScreenBuffer {
    private ScreenRow[] rows;
    private int cols;
    private ScreenCursor.Saved saved = ScreenCursor.Saved.HOME;

    ScreenBuffer(int rows, int cols) {
        this.rows = new ScreenRow[rows];
        this.cols = cols;
        Arrays.setAll(this.rows, row -> new ScreenRow(cols));
    }

    ScreenRow row(int row) {
        return rows[row];
    }

    ScreenCursor.Saved saved() {
        return saved;
    }

    void save(ScreenCursor.Saved cursor) {
        saved = cursor;
    }

    void clear(long pen) {
        clear(0, rows.length, pen);
    }

    void clear(int from, int to, long pen) {
        for (int row = from; row < to; row++) {
            rows[row].clear(pen);
        }
    }

    /** Moves the lines of a region up, with blank ones from below. */
    void scrollUp(int top, int bottom, int count, long pen) {
        int lines = Math.min(count, bottom - top + 1);
        if (lines == 1) {
            ScreenRow first = rows[top];
            System.arraycopy(rows, top + 1, rows, top, bottom - top);
            rows[bottom] = first;
        } else {
            ScreenRow[] leaving = Arrays.copyOfRange(rows, top, top + lines);
            System.arraycopy(rows, top + lines, rows, top, bottom - top + 1 - lines);
            System.arraycopy(leaving, 0, rows, bottom + 1 - lines, lines);
        }
        clear(bottom + 1 - lines, bottom + 1, pen);
    }

    /** Moves the lines of a region down, with blank ones from above. */
    void scrollDown(int top, int bottom, int count, long pen) {
        int lines = Math.min(count, bottom - top + 1);
        ScreenRow[] leaving = Arrays.copyOfRange(rows, bottom + 1 - lines, bottom + 1);
        System.arraycopy(rows, top, rows, top + lines, bottom - top + 1 - lines);
        System.arraycopy(leaving, 0, rows, top, lines);
        clear(top, top + lines, pen);
    }

    /** @param fromTop lines that are lost above, where it gets lower; others are lost below */
    void resize(int newRows, int newCols, int fromTop) {
        ScreenRow[] resized = new ScreenRow[newRows];
        for (int row = 0; row < newRows; row++) {
            int old = row + fromTop;
            if (old < rows.length) {
                resized[row] = rows[old];
                if (newCols != cols) {
                    resized[row].resize(newCols);
                }
            } else {
                resized[row] = new ScreenRow(newCols);
            }
        }
        rows = resized;
        cols = newCols;
        saved = saved.within(newRows, newCols, fromTop);
    }
}
