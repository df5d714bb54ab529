package dev.execbus.processes;

/** The sequence that leads from one style to another. */
final class StyleText {
    /** In the order of their codes from 1 on. */
    private static final long[] FLAGS = {
        CellStyle.BOLD,
        CellStyle.FAINT,
        CellStyle.ITALIC,
        0,
        CellStyle.BLINK,
        0,
        CellStyle.INVERSE,
        CellStyle.INVISIBLE,
        CellStyle.STRIKE
    };

    private StyleText() {}

    /** Empty when they are the same. */
    static String between(long from, long to) {
        if (from == to) {
            return "";
        }
        if (to == CellStyle.PLAIN) {
            return "\u001b[m";
        }
        StringBuilder codes = new StringBuilder();
        long before = from;
        if ((from & CellStyle.FLAGS & ~to) != 0 || (CellStyle.underline(from) != 0 && CellStyle.underline(to) == 0)) {
            codes.append(";0");
            before = CellStyle.PLAIN;
        }
        for (int i = 0; i < FLAGS.length; i++) {
            if ((to & ~before & FLAGS[i]) != 0) {
                codes.append(';').append(i + 1);
            }
        }
        if ((to & ~before & CellStyle.OVERLINE) != 0) {
            codes.append(";53");
        }
        if (CellStyle.underline(to) != CellStyle.underline(before)) {
            codes.append(";4");
            if (CellStyle.underline(to) > 1) {
                codes.append(':').append(CellStyle.underline(to));
            }
        }
        colour(codes, CellStyle.foreground(before), CellStyle.foreground(to), 30);
        colour(codes, CellStyle.background(before), CellStyle.background(to), 40);
        return "\u001b[" + codes.substring(1) + "m";
    }

    private static void colour(StringBuilder codes, int from, int to, int base) {
        if (from == to) {
            return;
        }
        int value = CellStyle.value(to);
        codes.append(';');
        if (CellStyle.isDirect(to)) {
            codes.append(base + 8).append(";2;").append(value >> 16).append(';').append(value >> 8 & 0xff);
            codes.append(';').append(value & 0xff);
        } else if (!CellStyle.isIndexed(to)) {
            codes.append(base + 9);
        } else if (value < 8) {
            codes.append(base + value);
        } else if (value < 16) {
            codes.append(base + 60 + value - 8);
        } else {
            codes.append(base + 8).append(";5;").append(value);
        }
    }
}
