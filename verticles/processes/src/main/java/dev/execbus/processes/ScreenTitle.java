package dev.execbus.processes;

import java.util.ArrayDeque;

/** The window's title, cut where it is very long, and those that programs have put aside. */
final class ScreenTitle {
    private static final int LONGEST = 256;
    private static final int MOST_KEPT = 10;

    private final ArrayDeque<String> kept = new ArrayDeque<>();
    private String text = "";

    /** Empty when none was set. */
    String text() {
        return text;
    }

    void set(String title) {
        StringBuilder printable = new StringBuilder();
        title.codePoints()
                .filter(character -> !Character.isISOControl(character))
                .limit(LONGEST)
                .forEach(printable::appendCodePoint);
        text = printable.toString();
    }

    void push() {
        if (kept.size() == MOST_KEPT) {
            kept.removeFirst();
        }
        kept.addLast(text);
    }

    void pop() {
        if (!kept.isEmpty()) {
            text = kept.removeLast();
        }
    }
}
