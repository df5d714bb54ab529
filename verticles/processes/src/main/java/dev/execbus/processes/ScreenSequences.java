package dev.execbus.processes;

/** What each control, escape and control sequence does to a screen. What is unknown does nothing. */
final class ScreenSequences implements VtActions {
    private final ScreenState screen;
    private final ScreenCursor cursor;
    private final ScreenWriting writing;
    private final ModeSequences modes;

    ScreenSequences(ScreenState screen) {
        this.screen = screen;
        this.cursor = screen.cursor();
        this.writing = new ScreenWriting(screen);
        this.modes = new ModeSequences(screen);
    }

    @Override
    public void print(byte[] bytes, int from, int to) {
        writing.print(bytes, from, to);
    }

    @Override
    public void print(int codePoint) {
        writing.print(codePoint);
    }

    @Override
    public void control(int code) {
        writing.interrupted();
        switch (code) {
            case '\b' -> screen.backspace();
            case '\t' -> tab(1);
            case '\n', 0x0b, '\f' -> newLine(screen.modes().is(ScreenMode.NEW_LINE));
            case '\r' -> cursor.moveTo(cursor.row(), 0);
            case 0x0e -> cursor.shift(1);
            case 0x0f -> cursor.shift(0);
            default -> {}
        }
    }

    private void newLine(boolean fromTheLeft) {
        screen.lineFeed();
        if (fromTheLeft) {
            cursor.moveTo(cursor.row(), 0);
        }
    }

    @Override
    public void escape(int intermediate, int end) {
        writing.interrupted();
        switch (intermediate) {
            case 0 -> escape(end);
            case '(', ')', '*', '+' -> cursor.designate(intermediate - '(', (char) end);
            case '#' -> align(end);
            default -> {}
        }
    }

    private void escape(int end) {
        switch (end) {
            case '7' -> screen.saveCursor();
            case '8' -> screen.restoreCursor();
            case 'D' -> screen.lineFeed();
            case 'E' -> newLine(true);
            case 'H' -> screen.tabs().set(cursor.col());
            case 'M' -> screen.reverseLineFeed();
            case 'c' -> screen.reset();
            case 'n' -> cursor.shift(2);
            case 'o' -> cursor.shift(3);
            case '=' -> screen.modes().set(ScreenMode.APPLICATION_KEYPAD, true);
            case '>' -> screen.modes().set(ScreenMode.APPLICATION_KEYPAD, false);
            default -> {}
        }
    }

    /** The test picture: all E. */
    private void align(int end) {
        if (end != '8') {
            return;
        }
        screen.region(0, screen.rows() - 1);
        for (int row = 0; row < screen.rows(); row++) {
            screen.active().row(row).fill('E', CellStyle.PLAIN);
        }
        screen.moveTo(0, 0);
    }

    @Override
    public void controlSequence(CsiParameters parameters, int end) {
        if (parameters.intermediate() != 0) {
            modes.withIntermediate(parameters, end);
        } else if (parameters.prefix() == 0) {
            plain(parameters, end);
        } else if (parameters.prefix() == '?' && end == 'J') {
            erase(parameters.get(0));
        } else if (parameters.prefix() == '?' && end == 'K') {
            eraseInLine(parameters.get(0));
        } else {
            modes.withPrefix(parameters, end);
        }
        if (end != 'b') {
            writing.interrupted();
        }
    }

    private void plain(CsiParameters parameters, int end) {
        int count = parameters.orOne(0);
        long pen = cursor.pen();
        switch (end) {
            case 'A' -> screen.up(count);
            case 'B', 'e' -> screen.down(count);
            case 'C', 'a' -> screen.moveTo(cursor.row(), cursor.col() + count);
            case 'D' -> screen.moveTo(cursor.row(), cursor.col() - count);
            case 'E' -> {
                screen.down(count);
                cursor.moveTo(cursor.row(), 0);
            }
            case 'F' -> {
                screen.up(count);
                cursor.moveTo(cursor.row(), 0);
            }
            case 'G', '`' -> screen.moveTo(cursor.row(), count - 1);
            case 'H', 'f' -> screen.place(count - 1, parameters.orOne(1) - 1);
            case 'd' -> screen.place(count - 1, cursor.col());
            case 'I' -> tab(count);
            case 'Z' -> backTab(count);
            case 'J' -> erase(parameters.get(0));
            case 'K' -> eraseInLine(parameters.get(0));
            case 'L' -> insertLines(count);
            case 'M' -> deleteLines(count);
            case '@' -> screen.line().insert(unwrapped(), Math.min(count, screen.cols() - cursor.col()), pen);
            case 'P' -> screen.line().delete(unwrapped(), Math.min(count, screen.cols() - cursor.col()), pen);
            case 'X' -> screen.line().erase(unwrapped(), Math.min(screen.cols(), cursor.col() + count), pen);
            case 'S' -> screen.active().scrollUp(screen.top(), screen.bottom(), count, pen);
            case 'T' -> scrollDown(parameters, count);
            case 'b' -> writing.repeat(count);
            case 'g' -> clearTabs(parameters.get(0));
            case 'm' -> cursor.pen(StyleSequence.apply(parameters, pen));
            case 'r' -> screen.region(count - 1, (parameters.get(1) == 0 ? screen.rows() : parameters.get(1)) - 1);
            case 's' -> screen.saveCursor();
            case 'u' -> screen.restoreCursor();
            default -> modes.plain(parameters, end);
        }
    }

    private int unwrapped() {
        cursor.wraps(false);
        return cursor.col();
    }

    /** Past the edge there is nothing: what comes next still begins a line. */
    private void tab(int count) {
        for (int i = Math.min(count, screen.cols()); i > 0 && !cursor.wraps(); i--) {
            cursor.moveTo(cursor.row(), screen.tabs().after(cursor.col()));
        }
    }

    private void backTab(int count) {
        for (int i = Math.min(count, screen.cols()); i > 0; i--) {
            cursor.moveTo(cursor.row(), screen.tabs().before(cursor.col()));
        }
    }

    private void clearTabs(int which) {
        if (which == 0) {
            screen.tabs().clear(cursor.col());
        } else if (which == 3) {
            screen.tabs().clearAll();
        }
    }

    /** With five parameters it would be highlighting by mouse. */
    private void scrollDown(CsiParameters parameters, int count) {
        if (parameters.count() == 1) {
            screen.active().scrollDown(screen.top(), screen.bottom(), count, cursor.pen());
        }
    }

    private void insertLines(int count) {
        if (cursor.row() >= screen.top() && cursor.row() <= screen.bottom()) {
            screen.active().scrollDown(cursor.row(), screen.bottom(), count, cursor.pen());
            cursor.moveTo(cursor.row(), 0);
        }
    }

    private void deleteLines(int count) {
        if (cursor.row() >= screen.top() && cursor.row() <= screen.bottom()) {
            screen.active().scrollUp(cursor.row(), screen.bottom(), count, cursor.pen());
            cursor.moveTo(cursor.row(), 0);
        }
    }

    private void erase(int which) {
        switch (which) {
            case 0 -> {
                eraseInLine(0);
                screen.active().clear(cursor.row() + 1, screen.rows(), cursor.pen());
            }
            case 1 -> {
                screen.active().clear(0, cursor.row(), cursor.pen());
                eraseInLine(1);
            }
            case 2 -> screen.active().clear(cursor.pen());
            default -> {}
        }
    }

    private void eraseInLine(int which) {
        switch (which) {
            case 0 -> screen.line().erase(screen.eraseFrom(), screen.cols(), cursor.pen());
            case 1 -> screen.line().erase(0, cursor.col() + 1, cursor.pen());
            case 2 -> screen.line().erase(0, screen.cols(), cursor.pen());
            default -> {}
        }
    }

    @Override
    public void command(String text) {
        if (text.startsWith("0;") || text.startsWith("2;")) {
            screen.title().set(text.substring(2));
        }
    }
}
