package dev.execbus.processes;

import dev.execbus.protocol.TerminalSize;

/**
 * A terminal without a window: what xterm would show after the same output, without what has scrolled away. Takes some
 * 30 bytes for each cell, and throws on nothing it is fed. Not for two threads at a time.
 */
final class Screen {
    private static final int MOST_CELLS = 300 * 500;
    private static final int MOST_COLS = 1_000;

    private final ScreenState state;
    private final VtParser parser;

    /** Of at most 150,000 cells and 1,000 columns: of a larger terminal the first ones. */
    Screen(int rows, int cols) {
        TerminalSize size = bounded(rows, cols);
        state = new ScreenState(size.rows(), size.cols());
        parser = new VtParser(new ScreenSequences(state));
    }

    /** Output, cut anywhere. */
    void feed(byte[] bytes) {
        parser.feed(bytes);
    }

    void resize(int rows, int cols) {
        TerminalSize size = bounded(rows, cols);
        if (size.rows() != state.rows() || size.cols() != state.cols()) {
            state.resize(size.rows(), size.cols());
        }
    }

    int rows() {
        return state.rows();
    }

    int cols() {
        return state.cols();
    }

    /**
     * What makes a terminal of this size show and do the same, 50,000 bytes at most. What does not fit goes in this
     * order: the normal screen behind the alternate one, exact colours, further colours, all colours and attributes,
     * the lines farthest from the cursor.
     */
    byte[] snapshot() {
        return new ScreenSnapshot(state).bytes();
    }

    ScreenState state() {
        return state;
    }

    private static TerminalSize bounded(int rows, int cols) {
        int width = Math.clamp(cols, 1, MOST_COLS);
        return new TerminalSize(Math.clamp(rows, 1, MOST_CELLS / width), width);
    }
}
