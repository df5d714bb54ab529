package dev.execbus.processes;

import java.util.Arrays;

/** How many cells a character takes. What Unicode calls ambiguous is narrow, as in every terminal by default. */
final class CellWidth {
    /** First and last of each range of what Unicode calls wide, emoji left out. */
    private static final int[] WIDE = {
        0x1100, 0x115f, 0x231a, 0x231b, 0x2329, 0x232a, 0x2e80, 0x303e, 0x3041, 0x33ff, 0x3400, 0x4dbf, 0x4e00, 0x9fff,
        0xa000, 0xa4cf, 0xa960, 0xa97f, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe10, 0xfe19, 0xfe30, 0xfe6f, 0xff01, 0xff60,
        0xffe0, 0xffe6, 0x16fe0, 0x16fff, 0x17000, 0x18cff, 0x1aff0, 0x1b2ff, 0x20000, 0x2fffd, 0x30000, 0x3fffd
    };

    private static final int SOFT_HYPHEN = 0xad;
    private static final int FIRST_COMBINING = 0x300;

    private CellWidth() {}

    /** 0 for what is drawn into the cell before. */
    static int of(int codePoint) {
        if (codePoint < FIRST_COMBINING) {
            return 1;
        }
        if (combines(codePoint)) {
            return 0;
        }
        return isWide(codePoint) ? 2 : 1;
    }

    private static boolean combines(int codePoint) {
        if (codePoint >= 0x1160 && codePoint <= 0x11ff) {
            return true;
        }
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || (type == Character.FORMAT && codePoint != SOFT_HYPHEN);
    }

    private static boolean isWide(int codePoint) {
        if (codePoint < WIDE[0]) {
            return false;
        }
        int found = Arrays.binarySearch(WIDE, codePoint);
        // Between the first and the last of a range it would be inserted at an odd place.
        if (found >= 0 || (-found - 1) % 2 == 1) {
            return true;
        }
        boolean regional = codePoint >= 0x1f1e6 && codePoint <= 0x1f1ff;
        return Character.isEmojiPresentation(codePoint) && !regional;
    }
}
