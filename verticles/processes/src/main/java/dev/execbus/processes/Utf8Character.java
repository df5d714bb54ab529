package dev.execbus.processes;

/** One character of UTF-8 that comes byte by byte. */
final class Utf8Character {
    static final int REPLACEMENT = 0xfffd;

    private int codePoint;
    private int missing;
    private int least;

    boolean begun() {
        return missing > 0;
    }

    void forget() {
        missing = 0;
    }

    /** False when no character begins so. */
    boolean begin(int first) {
        if (first >= 0xc2 && first <= 0xdf) {
            return begin(first & 0x1f, 1, 0x80);
        }
        if (first >= 0xe0 && first <= 0xef) {
            return begin(first & 0x0f, 2, 0x800);
        }
        if (first >= 0xf0 && first <= 0xf4) {
            return begin(first & 0x07, 3, 0x10000);
        }
        return false;
    }

    private boolean begin(int bits, int more, int smallest) {
        codePoint = bits;
        missing = more;
        least = smallest;
        return true;
    }

    /** A byte from 0x80 to 0xbf; gives the character with its last one, else -1. */
    int next(int continuation) {
        codePoint = codePoint << 6 | (continuation & 0x3f);
        if (--missing > 0) {
            return -1;
        }
        boolean valid = codePoint >= least
                && codePoint <= Character.MAX_CODE_POINT
                && (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE);
        return valid ? codePoint : REPLACEMENT;
    }
}
