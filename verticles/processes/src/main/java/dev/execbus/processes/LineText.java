package dev.execbus.processes;

/** Writes the cells of a line from its first column on, in as few bytes as is simple. */
final class LineText {
    /** As long as the sequence that stands for a run of blanks. */
    private static final int SHORT_RUN = 5;

    private final ScreenText out;
    private final ColourDepth depth;

    LineText(ScreenText out, ColourDepth depth) {
        this.out = out;
        this.depth = depth;
    }

    /** Where the last cell that is not as at the beginning ends. */
    int length(ScreenRow row) {
        int length = row.cols();
        while (length > 0 && row.text(length - 1) == 0 && depth.of(row.style(length - 1)) == CellStyle.PLAIN) {
            length--;
        }
        return length;
    }

    void write(ScreenRow row) {
        int length = length(row);
        int col = 0;
        while (col < length && !out.overflown()) {
            int run = run(row, col, length);
            long style = depth.of(row.style(col));
            if (row.text(col) == 0) {
                blanks(style, run, col + run == row.cols());
            } else {
                out.style(style);
                characters(row, col, run);
            }
            col += run;
        }
    }

    /** How many cells from here on are the same. */
    private int run(ScreenRow row, int col, int length) {
        if (row.text(col + 1 < length ? col + 1 : col) == ScreenRow.TAIL) {
            return 2;
        }
        int end = col + 1;
        while (end < length
                && row.text(end) == row.text(col)
                && depth.of(row.style(end)) == depth.of(row.style(col))
                && row.mark(end, 0) == 0
                && row.mark(col, 0) == 0) {
            end++;
        }
        return end - col;
    }

    private void blanks(long style, int run, boolean toTheEnd) {
        boolean erasable = CellStyle.erased(style) == style;
        if (run > SHORT_RUN && style == CellStyle.PLAIN) {
            out.sequence(run, 'C');
            return;
        }
        if (CellStyle.ofBlank(out.style()) != style) {
            out.style(style);
        }
        if (run <= SHORT_RUN || !erasable) {
            for (int i = 0; i < run; i++) {
                out.ascii(' ');
            }
        } else if (toTheEnd) {
            out.add("\u001b[K");
        } else {
            out.sequence(run, 'X');
            out.sequence(run, 'C');
        }
    }

    private void characters(ScreenRow row, int col, int run) {
        int character = row.text(col);
        out.character(character);
        boolean special = character > 0xffff;
        for (int i = 0; i < ScreenRow.MARKS && row.mark(col, i) != 0; i++) {
            out.character(row.mark(col, i));
            special = true;
        }
        boolean isWide = col + 1 < row.cols() && row.text(col + 1) == ScreenRow.TAIL;
        if (special) {
            again(character, run - (isWide ? 2 : 1));
            if (col + run < row.cols()) {
                // Terminals do not agree on the width of these.
                out.sequence(col + run + 1, 'G');
            }
        } else if (!isWide) {
            again(character, run - 1);
        }
    }

    private void again(int character, int times) {
        // Not every terminal repeats what is not ASCII.
        if (times > SHORT_RUN && character < 0x80) {
            out.sequence(times, 'b');
            return;
        }
        for (int i = 0; i < times; i++) {
            out.character(character);
        }
    }
}
