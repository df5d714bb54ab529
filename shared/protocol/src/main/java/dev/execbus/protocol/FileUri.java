package dev.execbus.protocol;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A {@code file:} URI as the WHATWG URL rules read it: trimmed, {@code \} as {@code /}, dot segments removed, what must
 * be escaped escaped.
 *
 * @param host lower case; empty for none and for localhost
 * @param segments of the path, still escaped; never empty
 */
record FileUri(String host, List<String> segments) {
    private static final String PATH_RESERVED = " \"#<>?`{}";
    private static final String HOST_FORBIDDEN = " #/:<>?@[\\]^|%";

    FileUri {
        segments = List.copyOf(segments);
    }

    /** Throws with {@link ErrorCode#INVALID_PARAMS} and the peer's sentence. */
    static FileUri parse(String text) {
        String input = UrlText.stripped(text);
        String scheme = scheme(input);
        if (scheme == null) {
            throw ExecbusException.invalidParams("invalid URI: relative URL without a base");
        }
        if (!scheme.equals("file")) {
            throw ExecbusException.invalidParams("unsupported path URI scheme `" + scheme + "`");
        }
        int start = scheme.length() + 1;
        int end = start;
        while (end < input.length() && input.charAt(end) != '?' && input.charAt(end) != '#') {
            end++;
        }
        FileUri uri = hierarchy(input.substring(start, end).replace('\\', '/'));
        if (end < input.length()) {
            throw ExecbusException.invalidParams(
                    (input.charAt(end) == '?' ? "query parameters" : "fragments") + " are not allowed in path URIs");
        }
        return uri;
    }

    /** The path, still escaped. */
    String path() {
        return "/" + String.join("/", segments);
    }

    @Override
    public String toString() {
        return "file://" + host + path();
    }

    private static FileUri hierarchy(String rest) {
        if (!rest.startsWith("//")) {
            return of("", rest);
        }
        int slash = rest.indexOf('/', 2);
        String authority = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
        if (isDriveLetter(authority)) {
            return of("", rest.substring(1));
        }
        return of(host(authority), slash < 0 ? "" : rest.substring(slash));
    }

    private static FileUri of(String host, String path) {
        List<String> segments = new ArrayList<>();
        String[] raw = (path.startsWith("/") ? path.substring(1) : path).split("/", -1);
        for (int i = 0; i < raw.length; i++) {
            boolean last = i == raw.length - 1;
            switch (dots(raw[i])) {
                case 1 -> endWithSlash(last, segments);
                case 2 -> {
                    if (!segments.isEmpty() && !(segments.size() == 1 && isDriveLetter(segments.getFirst()))) {
                        segments.removeLast();
                    }
                    endWithSlash(last, segments);
                }
                default ->
                    segments.add(
                            segments.isEmpty() && isDriveLetter(raw[i])
                                    ? raw[i].charAt(0) + ":"
                                    : PercentCoding.encode(raw[i].getBytes(StandardCharsets.UTF_8), PATH_RESERVED));
            }
        }
        int empty = 0;
        while (empty < segments.size() - 1 && segments.get(empty).isEmpty()) {
            empty++;
        }
        List<String> kept = segments.subList(empty, segments.size());
        return new FileUri(isDriveLetter(kept.getFirst()) ? "" : host, kept);
    }

    /** A dot segment at the end leaves a trailing slash. */
    private static void endWithSlash(boolean last, List<String> segments) {
        if (last) {
            segments.add("");
        }
    }

    /** 1 and 2 for the dot segments in any spelling, 0 for a name. */
    private static int dots(String segment) {
        if (segment.isEmpty() || segment.length() > 6) {
            return 0;
        }
        return switch (segment.toLowerCase(Locale.ROOT).replace("%2e", ".")) {
            case "." -> 1;
            case ".." -> 2;
            default -> 0;
        };
    }

    private static String host(String text) {
        if (text.startsWith("[")) {
            if (!text.matches("\\[[0-9a-fA-F:.]+]")) {
                throw ExecbusException.invalidParams("invalid URI: invalid IPv6 address");
            }
            return text.toLowerCase(Locale.ROOT);
        }
        String decoded = new String(PercentCoding.decode(text), StandardCharsets.UTF_8);
        String host;
        try {
            host = IDN.toASCII(decoded, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw invalidHost();
        }
        if (host.chars().anyMatch(c -> c < 0x20 || c >= 0x7f || HOST_FORBIDDEN.indexOf(c) >= 0)) {
            throw invalidHost();
        }
        return host.equals("localhost") ? "" : host;
    }

    private static ExecbusException invalidHost() {
        return ExecbusException.invalidParams("invalid URI: invalid international domain name");
    }

    /** In lower case; null when the text begins with none. */
    private static String scheme(String input) {
        for (int i = 0; i < input.length(); i++) {
            char c = input.charAt(i);
            if (c == ':' && i > 0) {
                return input.substring(0, i).toLowerCase(Locale.ROOT);
            }
            boolean legal = isLetter(c) || (i > 0 && (isDigit(c) || "+-.".indexOf(c) >= 0));
            if (!legal) {
                return null;
            }
        }
        return null;
    }

    private static boolean isDriveLetter(String segment) {
        return segment.length() == 2
                && isLetter(segment.charAt(0))
                && (segment.charAt(1) == ':' || segment.charAt(1) == '|');
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
