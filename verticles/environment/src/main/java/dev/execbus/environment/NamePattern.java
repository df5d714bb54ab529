package dev.execbus.environment;

import java.util.Arrays;

/**
 * A pattern for whole names of variables: {@code *} stands for any characters, {@code ?} for exactly one code point,
 * everything else for itself. Letters match without regard to case. Matching takes at most pattern times name steps.
 */
final class NamePattern {
    private static final int ANY = -1;
    private static final int ONE = -2;

    private final int[] pattern;

    private NamePattern(int[] pattern) {
        this.pattern = pattern;
    }

    static NamePattern of(String text) {
        int[] pattern = text.codePoints().map(NamePattern::symbol).toArray();
        int length = 0;
        for (int symbol : pattern) {
            if (symbol != ANY || length == 0 || pattern[length - 1] != ANY) {
                pattern[length++] = symbol;
            }
        }
        return new NamePattern(Arrays.copyOf(pattern, length));
    }

    boolean matches(String text) {
        int[] name = text.codePoints().map(Character::toLowerCase).toArray();
        int at = 0;
        int next = 0;
        int lastAny = -1;
        int triedFrom = 0;
        while (at < name.length) {
            if (next < pattern.length && pattern[next] == ANY) {
                lastAny = next++;
                triedFrom = at;
            } else if (next < pattern.length && (pattern[next] == ONE || pattern[next] == name[at])) {
                next++;
                at++;
            } else if (lastAny >= 0) {
                // Only the latest star needs another try: what came before it matches as early as possible already.
                next = lastAny + 1;
                at = ++triedFrom;
            } else {
                return false;
            }
        }
        return next == pattern.length || (next == pattern.length - 1 && pattern[next] == ANY);
    }

    private static int symbol(int codePoint) {
        return switch (codePoint) {
            case '*' -> ANY;
            case '?' -> ONE;
            default -> Character.toLowerCase(codePoint);
        };
    }
}
