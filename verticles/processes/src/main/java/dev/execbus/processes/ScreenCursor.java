package dev.execbus.processes;

/** Where and how the next character is written. */
final class ScreenCursor {
    private static final String ASCII_ONLY = "BBBB";
    private static final char DRAWING = '0';
    /** What the drawing set has for 0x5f to 0x7e. */
    private static final String DRAWN = "\u00a0◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·";

    /**
     * @param wraps the next character begins a new line
     * @param charsets what G0 to G3 stand for
     * @param shift which of them is used
     */
    record Saved(int row, int col, boolean wraps, long pen, String charsets, int shift, boolean origin) {
        static final Saved HOME = new Saved(0, 0, false, CellStyle.PLAIN, ASCII_ONLY, 0, false);

        Saved within(int rows, int cols, int fromTop) {
            int line = Math.max(0, Math.min(rows - 1, row - fromTop));
            return new Saved(line, Math.min(col, cols - 1), wraps && col == cols - 1, pen, charsets, shift, origin);
        }
    }

    private int row;
    private int col;
    private boolean wraps;
    private long pen;
    private String charsets = ASCII_ONLY;
    private int shift;
    private boolean draws;

    int row() {
        return row;
    }

    int col() {
        return col;
    }

    boolean wraps() {
        return wraps;
    }

    long pen() {
        return pen;
    }

    void pen(long style) {
        pen = style;
    }

    void moveTo(int newRow, int newCol) {
        row = newRow;
        col = newCol;
        wraps = false;
    }

    void wraps(boolean nextDoes) {
        wraps = nextDoes;
    }

    /** @param set 0 to 3 */
    void designate(int set, char charset) {
        // Of other sets than the drawing one, ASCII is near enough.
        char known = charset == DRAWING ? DRAWING : ASCII_ONLY.charAt(0);
        charsets = charsets.substring(0, set) + known + charsets.substring(set + 1);
        shift(shift);
    }

    void shift(int set) {
        shift = set;
        draws = charsets.charAt(set) == DRAWING;
    }

    /** Whether ASCII stands for something else. */
    boolean draws() {
        return draws;
    }

    int drawn(int character) {
        return draws && character >= 0x5f && character <= 0x7e ? DRAWN.charAt(character - 0x5f) : character;
    }

    Saved save(boolean origin) {
        return new Saved(row, col, wraps, pen, charsets, shift, origin);
    }

    void restore(Saved saved) {
        row = saved.row();
        col = saved.col();
        wraps = saved.wraps();
        pen = saved.pen();
        charsets = saved.charsets();
        shift(saved.shift());
    }
}
