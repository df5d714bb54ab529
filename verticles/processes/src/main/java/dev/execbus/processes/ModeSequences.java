package dev.execbus.processes;

/** The sequences that switch modes: the numbered ones, the alternate screen, mouse, cursor, keys. */
final class ModeSequences {
    private final ScreenState screen;
    private final ScreenModes modes;

    ModeSequences(ScreenState screen) {
        this.screen = screen;
        this.modes = screen.modes();
    }

    void plain(CsiParameters parameters, int end) {
        switch (end) {
            case 'h', 'l' -> {
                for (int i = 0; i < parameters.count(); i++) {
                    set(ScreenMode.of(parameters.get(i), false), end == 'h');
                }
            }
            case 't' -> windowOperation(parameters);
            default -> {}
        }
    }

    private void windowOperation(CsiParameters parameters) {
        boolean ofTitle = parameters.get(1) == 0 || parameters.get(1) == 2;
        if (parameters.get(0) == 22 && ofTitle) {
            screen.title().push();
        } else if (parameters.get(0) == 23 && ofTitle) {
            screen.title().pop();
        }
    }

    void withIntermediate(CsiParameters parameters, int end) {
        if (parameters.prefix() != 0) {
            return;
        }
        if (parameters.intermediate() == ' ' && end == 'q') {
            modes.cursorStyle(parameters.get(0) <= 6 ? parameters.get(0) : 0);
        } else if (parameters.intermediate() == '!' && end == 'p') {
            screen.resetSoftly();
        }
    }

    void withPrefix(CsiParameters parameters, int end) {
        if (parameters.prefix() == '?' && (end == 'h' || end == 'l')) {
            for (int i = 0; i < parameters.count(); i++) {
                setOfDec(parameters.get(i), end == 'h');
            }
        } else if (parameters.prefix() == '>' && (end == 'm' || end == 'n') && parameters.get(0) == 4) {
            modes.otherKeys(end == 'm' ? Math.min(9, parameters.get(1)) : 0);
        }
    }

    private void setOfDec(int number, boolean on) {
        switch (number) {
            case 47, 1047 -> alternate(on);
            case 1048 -> cursor(on);
            case 1049 -> {
                if (on) {
                    cursor(true);
                    alternate(true);
                } else {
                    alternate(false);
                    cursor(false);
                }
            }
            case 9, 1000, 1001, 1002, 1003 -> modes.mouse(on ? number : 0);
            case 1005, 1006, 1015, 1016 -> modes.mouseEncoding(on ? number : 0);
            default -> set(ScreenMode.of(number, true), on);
        }
    }

    private void alternate(boolean on) {
        if (on) {
            screen.enterAlternate();
        } else {
            screen.leaveAlternate();
        }
    }

    private void cursor(boolean save) {
        if (save) {
            screen.saveCursor();
        } else {
            screen.restoreCursor();
        }
    }

    private void set(ScreenMode mode, boolean on) {
        if (mode == null) {
            return;
        }
        modes.set(mode, on);
        if (mode == ScreenMode.ORIGIN) {
            screen.place(0, 0);
        } else if (mode == ScreenMode.AUTOWRAP && !on) {
            screen.cursor().wraps(false);
        }
    }
}
