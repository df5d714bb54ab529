package dev.execbus.processes;

import java.util.Arrays;

/**
 * The cells of one line. A blank cell has the character 0 and only what can be seen of its style; the second half of a
 * wide character is {@link #TAIL}.
 */
final class ScreenRow {
    static final int TAIL = -1;
    static final int MARKS = 2;

    private int[] text;
    private long[] style;
    /** Combining characters, so many for each cell; null while there are none. */
    private int[] marks;
    /** All cells are the same, whatever the arrays say: so that clearing a screen again and again costs nothing. */
    private boolean uniform = true;

    private int uniformText;
    private long uniformStyle;
    /** Whether halves of wide characters have to be looked after. */
    private boolean wide;
    /** Whether it goes on what did not fit into the line above. */
    private boolean continued;

    ScreenRow(int cols) {
        text = new int[cols];
        style = new long[cols];
    }

    int cols() {
        return text.length;
    }

    int text(int col) {
        return uniform ? uniformText : text[col];
    }

    long style(int col) {
        return uniform ? uniformStyle : style[col];
    }

    /** 0 for none. */
    int mark(int col, int index) {
        return marks == null ? 0 : marks[col * MARKS + index];
    }

    boolean continued() {
        return continued;
    }

    void continued(boolean goesOn) {
        continued = goesOn;
    }

    /** Printable ASCII into cells that are all there. */
    void put(int col, byte[] bytes, int from, int count, long pen) {
        prepare(col, col + count);
        long ofBlank = CellStyle.ofBlank(pen);
        for (int i = 0; i < count; i++) {
            byte character = bytes[from + i];
            text[col + i] = character == ' ' ? 0 : character;
            style[col + i] = character == ' ' ? ofBlank : pen;
        }
    }

    /** @param width 1 or 2; both cells are there */
    void put(int col, int codePoint, int width, long pen) {
        prepare(col, col + width);
        text[col] = codePoint == ' ' ? 0 : codePoint;
        style[col] = codePoint == ' ' ? CellStyle.ofBlank(pen) : pen;
        if (width == 2) {
            text[col + 1] = TAIL;
            style[col + 1] = pen;
            wide = true;
        }
    }

    /** Adds a combining character to what is there; the third and any further one is lost. */
    void combine(int col, int codePoint) {
        int at = text(col) == TAIL ? col - 1 : col;
        if (uniform || text[at] == 0) {
            return;
        }
        if (marks == null) {
            marks = new int[text.length * MARKS];
        }
        for (int i = at * MARKS; i < (at + 1) * MARKS; i++) {
            if (marks[i] == 0) {
                marks[i] = codePoint;
                return;
            }
        }
    }

    void erase(int from, int to, long pen) {
        if (from == 0 && to == text.length) {
            clear(pen);
        } else {
            prepare(from, to);
            blank(from, to, pen);
        }
    }

    private void blank(int from, int to, long pen) {
        Arrays.fill(text, from, to, 0);
        Arrays.fill(style, from, to, CellStyle.erased(pen));
        forgetMarks(from, to);
    }

    void clear(long pen) {
        fill(0, CellStyle.erased(pen));
    }

    void fill(int character, long withStyle) {
        uniform = true;
        uniformText = character;
        uniformStyle = withStyle;
        wide = false;
        marks = null;
        continued = false;
    }

    /** Cells of this range are about to change. */
    private void prepare(int from, int to) {
        if (uniform) {
            Arrays.fill(text, uniformText);
            Arrays.fill(style, uniformStyle);
            uniform = false;
        }
        breakWide(from, to);
        forgetMarks(from, to);
    }

    /** Moves what is there to the right; the last ones are lost. */
    void insert(int col, int count, long pen) {
        int moved = text.length - col - count;
        prepare(col, col);
        if (moved > 0) {
            breakWide(text.length - count, text.length - count);
            move(col, col + count, moved);
        }
        blank(col, Math.min(text.length, col + count), pen);
    }

    /** Moves what is behind to the left. */
    void delete(int col, int count, long pen) {
        int moved = text.length - col - count;
        prepare(col, Math.min(text.length, col + count));
        if (moved > 0) {
            move(col + count, col, moved);
        }
        blank(Math.max(col, text.length - count), text.length, pen);
    }

    private void move(int from, int to, int count) {
        System.arraycopy(text, from, text, to, count);
        System.arraycopy(style, from, style, to, count);
        if (marks != null) {
            System.arraycopy(marks, from * MARKS, marks, to * MARKS, count * MARKS);
        }
    }

    void resize(int cols) {
        prepare(Math.min(cols, text.length), Math.min(cols, text.length));
        text = Arrays.copyOf(text, cols);
        style = Arrays.copyOf(style, cols);
        if (marks != null) {
            marks = Arrays.copyOf(marks, cols * MARKS);
        }
    }

    private void forgetMarks(int from, int to) {
        if (marks != null) {
            Arrays.fill(marks, from * MARKS, to * MARKS, 0);
        }
    }

    /** Wide characters that one of these borders cuts become two blanks. */
    private void breakWide(int from, int to) {
        if (wide) {
            breakWide(from);
            breakWide(to);
        }
    }

    private void breakWide(int border) {
        if (border > 0 && border < text.length && text[border] == TAIL) {
            blank(border - 1, border + 1, style[border]);
        }
    }
}
