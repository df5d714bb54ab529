package dev.execbus.server;

import java.util.List;
import java.util.Map;

/** Shows a refused value: on one line, with quotes around texts, and not more of it than is needed to recognise it. */
final class OneLine {
    private static final int LONGEST = 80;

    private OneLine() {}

    static String of(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return text.codePointCount(0, text.length()) > LONGEST ? line + "…" : line.toString();
    }

    static String of(Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> "\"" + of(text) + "\"";
            case List<?> ignored -> "a list with " + of(value.toString());
            case Map<?, ?> ignored -> "an object";
            default -> of(value.toString());
        };
    }
}
