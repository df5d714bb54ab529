package dev.execbus.processes;

/** How exactly a snapshot tells colours, the less exact later. */
enum ColourDepth {
    EXACT,
    PALETTE,
    BASIC,
    NONE;

    private static final int CUBE = 16;
    private static final int GREYS = 232;

    /** A style with its colours made this coarse; {@code NONE} leaves nothing of it. */
    long of(long style) {
        return switch (this) {
            case EXACT -> style;
            case NONE -> CellStyle.PLAIN;
            case PALETTE, BASIC ->
                CellStyle.withBackground(
                        CellStyle.withForeground(style, coarse(CellStyle.foreground(style))),
                        coarse(CellStyle.background(style)));
        };
    }

    private int coarse(int colour) {
        int indexed = CellStyle.isDirect(colour) ? CellStyle.indexed(nearest(CellStyle.value(colour))) : colour;
        return this == BASIC && CellStyle.isIndexed(indexed)
                ? CellStyle.indexed(basic(CellStyle.value(indexed)))
                : indexed;
    }

    /** The place in the palette of 256, among the cube and the greys. */
    private static int nearest(int rgb) {
        int red = rgb >> 16;
        int green = rgb >> 8 & 0xff;
        int blue = rgb & 0xff;
        if (Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue)) < 10) {
            return GREYS + Math.clamp((green - 3) / 10, 0, 23);
        }
        return CUBE + 36 * step(red) + 6 * step(green) + step(blue);
    }

    /** The steps of the cube are 0, 95, 135, 175, 215, 255. */
    private static int step(int value) {
        return value < 48 ? 0 : value < 115 ? 1 : (value - 35) / 40;
    }

    private static int basic(int index) {
        if (index < CUBE) {
            return index;
        }
        if (index >= GREYS) {
            int grey = index - GREYS;
            return grey < 6 ? 0 : grey < 12 ? 8 : grey < 19 ? 7 : 15;
        }
        int cube = index - CUBE;
        int red = cube / 36;
        int green = cube / 6 % 6;
        int blue = cube % 6;
        int most = Math.max(red, Math.max(green, blue));
        int least = most / 2 + 1;
        int bits = (red >= least ? 1 : 0) | (green >= least ? 2 : 0) | (blue >= least ? 4 : 0);
        return most > 3 ? bits + 8 : bits;
    }
}
