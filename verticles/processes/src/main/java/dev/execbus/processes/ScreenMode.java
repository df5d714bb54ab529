package dev.execbus.processes;

import java.util.EnumSet;

/** Switches of a terminal that programs set and a snapshot has to tell. */
enum ScreenMode {
    INSERT(4, false),
    NEW_LINE(20, false),
    APPLICATION_CURSOR(1, true),
    REVERSE_VIDEO(5, true),
    ORIGIN(6, true),
    AUTOWRAP(7, true),
    BLINKING_CURSOR(12, true),
    VISIBLE_CURSOR(25, true),
    REVERSE_WRAP(45, true),
    APPLICATION_KEYPAD(66, true),
    FOCUS_REPORTS(1004, true),
    ALTERNATE_SCROLL(1007, true),
    BRACKETED_PASTE(2004, true);

    private final int number;
    private final boolean ofDec;

    ScreenMode(int number, boolean ofDec) {
        this.number = number;
        this.ofDec = ofDec;
    }

    /** Those that are on at the beginning. */
    static EnumSet<ScreenMode> initial() {
        return EnumSet.of(AUTOWRAP, VISIBLE_CURSOR);
    }

    /** Null for one that is not kept. */
    static ScreenMode of(int number, boolean ofDec) {
        for (ScreenMode mode : values()) {
            if (mode.number == number && mode.ofDec == ofDec) {
                return mode;
            }
        }
        return null;
    }

    String sequence(boolean on) {
        if (this == APPLICATION_KEYPAD) {
            // Known to more terminals than the number.
            return on ? "\u001b=" : "\u001b>";
        }
        return "\u001b[" + (ofDec ? "?" : "") + number + (on ? "h" : "l");
    }
}
