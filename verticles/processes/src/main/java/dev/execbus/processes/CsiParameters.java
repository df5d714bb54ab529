package dev.execbus.processes;

/** The parameters of one control sequence; of very many the first ones. Used again for the next sequence. */
final class CsiParameters {
    private static final int MOST = 32;
    private static final int LARGEST = 99_999;

    private final int[] values = new int[MOST];
    private final boolean[] joined = new boolean[MOST];
    private int count;
    private boolean full;
    private int prefix;
    private int intermediate;

    void clear() {
        count = 1;
        values[0] = 0;
        joined[0] = false;
        full = false;
        prefix = 0;
        intermediate = 0;
    }

    void digit(int digit) {
        if (!full) {
            values[count - 1] = Math.min(LARGEST, values[count - 1] * 10 + digit);
        }
    }

    /** @param colon whether what follows is a part of the parameter before it */
    void next(boolean colon) {
        if (count == MOST) {
            full = true;
            return;
        }
        values[count] = 0;
        joined[count++] = colon;
    }

    void prefix(int character) {
        prefix = character;
    }

    void intermediate(int character) {
        intermediate = character;
    }

    int count() {
        return count;
    }

    /** One of {@code < = > ?}; 0 for none. */
    int prefix() {
        return prefix;
    }

    /** 0 for none. */
    int intermediate() {
        return intermediate;
    }

    /** 0 when absent. */
    int get(int index) {
        return index < count ? values[index] : 0;
    }

    /** For counts and coordinates, where 0 means the same as nothing. */
    int orOne(int index) {
        return Math.max(1, get(index));
    }

    /** Whether it is a part of the one before it, behind a colon. */
    boolean joined(int index) {
        return index < count && joined[index];
    }
}
