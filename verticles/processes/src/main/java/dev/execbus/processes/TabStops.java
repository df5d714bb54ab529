package dev.execbus.processes;

import java.util.BitSet;

/** Where a tab leads, every eighth column at the beginning. */
final class TabStops {
    private static final int STEP = 8;

    private final BitSet stops = new BitSet();
    private int cols;

    TabStops(int cols) {
        resize(cols);
    }

    void resize(int newCols) {
        for (int col = (cols + STEP - 1) / STEP * STEP; col < newCols; col += STEP) {
            stops.set(col);
        }
        cols = newCols;
        stops.clear(cols, Math.max(cols, stops.length()));
    }

    void reset() {
        stops.clear();
        cols = 0;
    }

    void set(int col) {
        stops.set(col);
    }

    void clear(int col) {
        stops.clear(col);
    }

    void clearAll() {
        stops.clear();
    }

    /** The last column where there is no further stop. */
    int after(int col) {
        int next = stops.nextSetBit(col + 1);
        return next < 0 ? cols - 1 : Math.min(next, cols - 1);
    }

    int before(int col) {
        return col == 0 ? 0 : Math.max(0, stops.previousSetBit(col - 1));
    }

    int[] all() {
        return stops.stream().toArray();
    }

    boolean initial() {
        return new TabStops(cols).stops.equals(stops);
    }
}
