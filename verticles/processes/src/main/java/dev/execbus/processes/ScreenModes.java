package dev.execbus.processes;

import java.util.EnumSet;

/** All modes of a terminal: the switches, how the mouse is reported, what keys send, what the cursor looks like. */
final class ScreenModes {
    private final EnumSet<ScreenMode> on = ScreenMode.initial();
    private int mouse;
    private int mouseEncoding;
    private int cursorStyle;
    private int otherKeys;

    boolean is(ScreenMode mode) {
        return on.contains(mode);
    }

    void set(ScreenMode mode, boolean active) {
        if (active) {
            on.add(mode);
        } else {
            on.remove(mode);
        }
    }

    /** The number of the mode in which the mouse is reported; 0 when it is not. */
    int mouse() {
        return mouse;
    }

    void mouse(int number) {
        mouse = number;
    }

    /** 0 for the oldest one. */
    int mouseEncoding() {
        return mouseEncoding;
    }

    void mouseEncoding(int number) {
        mouseEncoding = number;
    }

    /** As in DECSCUSR. */
    int cursorStyle() {
        return cursorStyle;
    }

    void cursorStyle(int style) {
        cursorStyle = style;
    }

    /** How much xterm's modifyOtherKeys changes. */
    int otherKeys() {
        return otherKeys;
    }

    void otherKeys(int value) {
        otherKeys = value;
    }

    void reset() {
        on.clear();
        on.addAll(ScreenMode.initial());
        mouse = 0;
        mouseEncoding = 0;
        cursorStyle = 0;
        otherKeys = 0;
    }

    /** What a soft reset does. */
    void resetSoftly() {
        set(ScreenMode.VISIBLE_CURSOR, true);
        set(ScreenMode.AUTOWRAP, true);
        set(ScreenMode.INSERT, false);
        set(ScreenMode.ORIGIN, false);
        set(ScreenMode.APPLICATION_CURSOR, false);
        set(ScreenMode.APPLICATION_KEYPAD, false);
    }
}
