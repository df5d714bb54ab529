package dev.execbus.processes;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Writes the lines of a buffer to a terminal whose cursor is at home and whose screen is empty. */
final class ScreenLines {
    private static final int FEW = 3;

    private final ScreenBuffer buffer;
    private final int rows;

    ScreenLines(ScreenBuffer buffer, int rows) {
        this.buffer = buffer;
        this.rows = rows;
    }

    /** As exactly as fits; null when not even the characters do. */
    byte[] fitting(int room) {
        for (ColourDepth depth : ColourDepth.values()) {
            ScreenText out = new ScreenText(room);
            write(out, depth);
            if (!out.overflown()) {
                return out.bytes();
            }
        }
        return null;
    }

    /** The characters of as many lines as fit, the nearest to one first. */
    byte[] near(int row, int room) {
        ScreenText all = new ScreenText(room);
        List<Integer> byDistance = IntStream.range(0, rows)
                .boxed()
                .sorted(Comparator.comparingInt(other -> Math.abs(other - row)))
                .toList();
        for (int next : byDistance) {
            ScreenText one = new ScreenText(room);
            one.moveTo(next, 0);
            new LineText(one, ColourDepth.NONE).write(buffer.row(next));
            all.add(one.bytes());
            if (all.overflown()) {
                break;
            }
        }
        return all.bytes();
    }

    private void write(ScreenText out, ColourDepth depth) {
        LineText line = new LineText(out, depth);
        int at = 0;
        for (int row = 0; row < rows && !out.overflown(); row++) {
            if (line.length(buffer.row(row)) > 0) {
                if (row > 0 && !(at == row - 1 && flows(row))) {
                    down(out, at, row);
                }
                line.write(buffer.row(row));
                at = row;
            }
        }
        out.style(CellStyle.PLAIN);
    }

    /** Whether a terminal gets to this line by itself, and so knows that it belongs to the one before. */
    private boolean flows(int row) {
        ScreenRow before = buffer.row(row - 1);
        return buffer.row(row).continued()
                && before.text(before.cols() - 1) != 0
                && buffer.row(row).text(0) != 0;
    }

    private static void down(ScreenText out, int from, int to) {
        if (to - from > FEW) {
            out.moveTo(to, 0);
            return;
        }
        out.ascii('\r');
        for (int row = from; row < to; row++) {
            out.ascii('\n');
        }
    }
}
