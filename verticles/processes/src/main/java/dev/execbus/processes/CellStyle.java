package dev.execbus.processes;

/**
 * Colours and attributes of a cell in one number: 26 bits for each colour, two for its kind and 24 for its value, and
 * the attributes above. 0 is how a terminal begins.
 */
final class CellStyle {
    static final long PLAIN = 0;
    static final long BOLD = 1L << 52;
    static final long FAINT = 1L << 53;
    static final long ITALIC = 1L << 54;
    static final long BLINK = 1L << 55;
    static final long INVERSE = 1L << 56;
    static final long INVISIBLE = 1L << 57;
    static final long STRIKE = 1L << 58;
    static final long OVERLINE = 1L << 59;
    /** Without underlining; that has kinds from 0 for none to 5. */
    static final long FLAGS = BOLD | FAINT | ITALIC | BLINK | INVERSE | INVISIBLE | STRIKE | OVERLINE;

    static final int DEFAULT_COLOUR = 0;
    private static final int INDEXED = 1 << 24;
    private static final int DIRECT = 2 << 24;

    private static final int COLOUR_BITS = 26;
    private static final long COLOUR = (1L << COLOUR_BITS) - 1;
    private static final int UNDERLINE_SHIFT = 60;
    private static final long UNDERLINE = 7L << UNDERLINE_SHIFT;
    /** What can be seen where nothing is written, beside the background. */
    private static final long SEEN_ON_BLANK = INVERSE | STRIKE | OVERLINE | UNDERLINE;

    private CellStyle() {}

    static int indexed(int index) {
        return INDEXED | (index & 0xff);
    }

    static int direct(int red, int green, int blue) {
        return DIRECT | (red & 0xff) << 16 | (green & 0xff) << 8 | (blue & 0xff);
    }

    static boolean isIndexed(int colour) {
        return (colour & INDEXED) != 0;
    }

    static boolean isDirect(int colour) {
        return (colour & DIRECT) != 0;
    }

    /** The index, or red, green and blue in a byte each. */
    static int value(int colour) {
        return colour & 0xffffff;
    }

    static int foreground(long style) {
        return (int) (style & COLOUR);
    }

    static int background(long style) {
        return (int) (style >>> COLOUR_BITS & COLOUR);
    }

    static long withForeground(long style, int colour) {
        return (style & ~COLOUR) | colour;
    }

    static long withBackground(long style, int colour) {
        return (style & ~(COLOUR << COLOUR_BITS)) | (long) colour << COLOUR_BITS;
    }

    static int underline(long style) {
        return (int) (style >>> UNDERLINE_SHIFT & 7);
    }

    static long withUnderline(long style, int kind) {
        return (style & ~UNDERLINE) | (long) kind << UNDERLINE_SHIFT;
    }

    static long withoutColours(long style) {
        return style & (FLAGS | UNDERLINE);
    }

    /** What erasing with this style leaves behind. */
    static long erased(long style) {
        return style & COLOUR << COLOUR_BITS;
    }

    /** The part of it that makes a difference to a blank. */
    static long ofBlank(long style) {
        return (style & SEEN_ON_BLANK) == 0 ? erased(style) : style;
    }
}
