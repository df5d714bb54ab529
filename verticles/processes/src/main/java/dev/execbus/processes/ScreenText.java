package dev.execbus.processes;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes for a terminal, with the style it is in; past the bound nothing more is taken. */
final class ScreenText {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int most;
    private long style;
    private boolean overflown;

    ScreenText(int most) {
        this.most = most;
    }

    void add(String text) {
        add(text.getBytes(StandardCharsets.UTF_8));
    }

    void add(byte[] encoded) {
        if (overflown || bytes.size() + encoded.length > most) {
            overflown = true;
        } else {
            bytes.writeBytes(encoded);
        }
    }

    void ascii(int character) {
        if (overflown || bytes.size() == most) {
            overflown = true;
        } else {
            bytes.write(character);
        }
    }

    void character(int codePoint) {
        if (codePoint < 0x80) {
            ascii(codePoint);
        } else {
            add(Character.toString(codePoint));
        }
    }

    /** A control sequence with one number. */
    void sequence(int number, char end) {
        add("\u001b[" + number + end);
    }

    void moveTo(int row, int col) {
        add("\u001b[" + (row + 1) + (col == 0 ? "" : ";" + (col + 1)) + "H");
    }

    void style(long wanted) {
        if (wanted != style) {
            add(StyleText.between(style, wanted));
            style = wanted;
        }
    }

    long style() {
        return style;
    }

    boolean overflown() {
        return overflown;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
