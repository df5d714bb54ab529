package dev.execbus.sandbox;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A pattern for relative paths: {@code *} and {@code ?} stay within a name, {@code [...]} is one character of a set,
 * {@code **} as a whole name is any number of names. A pattern that makes no sense means just itself. Matching takes
 * time in proportion to pattern times path, whatever is in them.
 */
final class GlobPattern {
    private sealed interface Token {
        record Literal(char character) implements Token {}

        record AnyCharacter() implements Token {}

        record OneOf(boolean negated, String ranges) implements Token {}

        /** Any part of a name. */
        record PartOfName() implements Token {}

        /** Nothing, or any number of names, each with the slash behind it. */
        record Directories() implements Token {}

        /** Anything but nothing. */
        record Everything() implements Token {}
    }

    private final List<Token> tokens;
    private final long names;

    private GlobPattern(List<Token> tokens, long names) {
        this.tokens = tokens;
        this.names = names;
    }

    static GlobPattern of(String pattern) {
        List<Token> tokens = tokens(pattern);
        if (tokens == null) {
            return literal(pattern);
        }
        boolean unbounded = tokens.stream()
                .anyMatch(token -> token instanceof Token.Directories || token instanceof Token.Everything);
        return new GlobPattern(tokens, unbounded ? Long.MAX_VALUE : names(pattern));
    }

    private static GlobPattern literal(String pattern) {
        List<Token> tokens = new ArrayList<>();
        pattern.chars().forEach(character -> tokens.add(new Token.Literal((char) character)));
        return new GlobPattern(tokens, names(pattern));
    }

    private static long names(String pattern) {
        return pattern.chars().filter(character -> character == '/').count() + 1;
    }

    /** How many names a path that fits can have at most. */
    long mostNames() {
        return names;
    }

    /** Whether a name is special in any way; if not, it fits just itself. */
    static boolean isPlain(String name) {
        return name.chars().noneMatch(character -> "*?[\\".indexOf(character) >= 0);
    }

    private static List<Token> tokens(String pattern) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < pattern.length()) {
            char character = pattern.charAt(at);
            if (character == '*') {
                int end = at;
                while (end < pattern.length() && pattern.charAt(end) == '*') {
                    end++;
                }
                boolean whole = end - at == 2
                        && (at == 0 || pattern.charAt(at - 1) == '/')
                        && (end == pattern.length() || pattern.charAt(end) == '/');
                if (!whole) {
                    tokens.add(new Token.PartOfName());
                    at = end;
                } else if (end == pattern.length()) {
                    tokens.add(new Token.Everything());
                    at = end;
                } else {
                    tokens.add(new Token.Directories());
                    at = end + 1;
                }
            } else if (character == '[') {
                int end = endOfSet(pattern, at);
                if (end < 0) {
                    return null;
                }
                tokens.add(set(pattern.substring(at + 1, end)));
                at = end + 1;
            } else if (character == '\\') {
                if (at + 1 == pattern.length()) {
                    return null;
                }
                tokens.add(new Token.Literal(pattern.charAt(at + 1)));
                at += 2;
            } else {
                tokens.add(character == '?' ? new Token.AnyCharacter() : new Token.Literal(character));
                at++;
            }
        }
        return tokens;
    }

    /** A bracket directly after the first, or after the negation, belongs to the set. */
    private static int endOfSet(String pattern, int start) {
        int first = start + 1;
        if (first < pattern.length() && (pattern.charAt(first) == '!' || pattern.charAt(first) == '^')) {
            first++;
        }
        return pattern.indexOf(']', first + 1);
    }

    private static Token set(String inside) {
        boolean negated = inside.startsWith("!") || inside.startsWith("^");
        String members = negated ? inside.substring(1) : inside;
        StringBuilder ranges = new StringBuilder();
        for (int at = 0; at < members.length(); at++) {
            char from = members.charAt(at);
            boolean range = at + 2 < members.length() && members.charAt(at + 1) == '-';
            ranges.append(from).append(range ? members.charAt(at + 2) : from);
            at += range ? 2 : 0;
        }
        return new Token.OneOf(negated, ranges.toString());
    }

    /** @param path relative, without empty names */
    boolean matches(String path) {
        BitSet reached = new BitSet(path.length() + 1);
        reached.set(0);
        for (Token token : tokens) {
            reached = step(token, path, reached);
            if (reached.isEmpty()) {
                return false;
            }
        }
        return reached.get(path.length());
    }

    /** From every place in the path that the tokens so far can reach, those that one more token reaches. */
    private static BitSet step(Token token, String path, BitSet from) {
        BitSet next = new BitSet(path.length() + 1);
        switch (token) {
            case Token.Directories directories -> {
                next.or(from);
                for (int end = from.nextSetBit(0) + 1; end <= path.length(); end++) {
                    next.set(end, next.get(end) || path.charAt(end - 1) == '/');
                }
            }
            case Token.Everything everything -> next.set(from.nextSetBit(0) + 1, path.length() + 1);
            case Token.PartOfName part -> {
                for (int at = from.nextSetBit(0); at >= 0; at = from.nextSetBit(at + 1)) {
                    int end = at;
                    while (end < path.length() && path.charAt(end) != '/' && !next.get(end + 1)) {
                        end++;
                    }
                    next.set(at, end + 1);
                }
            }
            case Token.Literal literal -> advance(path, from, next, token);
            case Token.AnyCharacter any -> advance(path, from, next, token);
            case Token.OneOf set -> advance(path, from, next, token);
        }
        return next;
    }

    private static void advance(String path, BitSet from, BitSet next, Token token) {
        for (int at = from.nextSetBit(0); at >= 0 && at < path.length(); at = from.nextSetBit(at + 1)) {
            if (fits(token, path.charAt(at))) {
                next.set(at + 1);
            }
        }
    }

    private static boolean fits(Token token, char character) {
        return switch (token) {
            case Token.Literal literal -> literal.character() == character;
            case Token.OneOf set -> character != '/' && set.negated() != contains(set.ranges(), character);
            case Token.AnyCharacter any -> character != '/';
            case Token.PartOfName part -> false;
            case Token.Directories directories -> false;
            case Token.Everything everything -> false;
        };
    }

    private static boolean contains(String ranges, char character) {
        for (int at = 0; at < ranges.length(); at += 2) {
            if (ranges.charAt(at) <= character && character <= ranges.charAt(at + 1)) {
                return true;
            }
        }
        return false;
    }
}
