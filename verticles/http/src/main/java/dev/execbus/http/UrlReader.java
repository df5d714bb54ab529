package dev.execbus.http;

import dev.execbus.protocol.UrlText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Reads URLs as the WHATWG rules do. Throws {@link IllegalArgumentException} with the peer's words. */
final class UrlReader {
    private static final String PATH_RESERVED = " \"#<>?`{}";
    private static final String QUERY_RESERVED = " \"#<>'";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private UrlReader() {}

    /** The scheme in lower case; null for a relative URL. */
    static String scheme(String text) {
        String input = UrlText.stripped(text);
        int end = 0;
        while (end < input.length() && isSchemeCharacter(input.charAt(end), end == 0)) {
            end++;
        }
        return end > 0 && end < input.length() && input.charAt(end) == ':'
                ? input.substring(0, end).toLowerCase(Locale.ROOT)
                : null;
    }

    /** Of an absolute URL whose scheme is known to be http or https. */
    static RequestUrl absolute(String text) {
        String scheme = scheme(text);
        if (scheme == null) {
            throw new IllegalArgumentException("relative URL without a base");
        }
        String rest = withoutFragment(UrlText.stripped(text).substring(scheme.length() + 1));
        int start = 0;
        while (start < rest.length() && isSlash(rest.charAt(start))) {
            start++;
        }
        return hierarchy(scheme.equals("https"), rest.substring(start));
    }

    /** A URL as it is written in an answer from {@code base}. */
    static RequestUrl relative(RequestUrl base, String text) {
        String scheme = scheme(text);
        String input = UrlText.stripped(text);
        if (scheme != null) {
            String rest = input.substring(scheme.length() + 1);
            if (!scheme.equals(base.scheme()) || startsWithSlashes(rest)) {
                return absolute(text);
            }
            input = rest;
        }
        String rest = withoutFragment(input);
        if (startsWithSlashes(rest)) {
            return absolute(base.scheme() + ":" + rest);
        }
        String path = pathOf(rest);
        String query = rest.substring(path.length());
        String target;
        if (!path.isEmpty()) {
            String folder = base.path().substring(0, base.path().lastIndexOf('/') + 1);
            target = normalizedPath(isSlash(path.charAt(0)) ? path : folder + path) + escapedQuery(query);
        } else {
            target = query.isEmpty() ? base.target() : base.path() + escapedQuery(query);
        }
        return new RequestUrl(base.tls(), base.host(), base.port(), target, null);
    }

    private static RequestUrl hierarchy(boolean tls, String rest) {
        int end = 0;
        while (end < rest.length() && !isSlash(rest.charAt(end)) && rest.charAt(end) != '?') {
            end++;
        }
        String authority = rest.substring(0, end);
        int at = authority.lastIndexOf('@');
        String credentials = at <= 0 ? null : authority.substring(0, at);
        String place = authority.substring(at + 1);
        int colon = place.startsWith("[") ? place.indexOf(':', place.indexOf(']') + 1) : place.indexOf(':');
        String hostText = colon < 0 ? place : place.substring(0, colon);
        if (hostText.isEmpty()) {
            throw new IllegalArgumentException("empty host");
        }
        String host = UrlHost.normalized(hostText);
        int port = colon < 0 ? -1 : port(place.substring(colon + 1));
        String path = pathOf(rest.substring(end));
        String target = normalizedPath(path) + escapedQuery(rest.substring(end + path.length()));
        return new RequestUrl(tls, host, port < 0 ? (tls ? 443 : 80) : port, target, credentials);
    }

    private static int port(String digits) {
        if (!digits.chars().allMatch(each -> each >= '0' && each <= '9')) {
            throw new IllegalArgumentException("invalid port number");
        }
        int port = -1;
        for (int i = 0; i < digits.length(); i++) {
            port = Math.max(port, 0) * 10 + digits.charAt(i) - '0';
            if (port > 0xffff) {
                throw new IllegalArgumentException("invalid port number");
            }
        }
        return port;
    }

    /** Dot segments removed, {@code \} as {@code /}, escaped. */
    private static String normalizedPath(String path) {
        String text = path.replace('\\', '/');
        String[] raw = (text.startsWith("/") ? text.substring(1) : text).split("/", -1);
        List<String> segments = new ArrayList<>(raw.length);
        for (int i = 0; i < raw.length; i++) {
            int dots = dots(raw[i]);
            if (dots == 0) {
                segments.add(escaped(raw[i], PATH_RESERVED));
                continue;
            }
            if (dots == 2 && !segments.isEmpty()) {
                segments.removeLast();
            }
            if (i == raw.length - 1) {
                segments.add("");
            }
        }
        return "/" + String.join("/", segments);
    }

    private static String escapedQuery(String query) {
        return query.isEmpty() ? "" : "?" + escaped(query.substring(1), QUERY_RESERVED);
    }

    private static String escaped(String text, String reserved) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            int value = each & 0xff;
            if (value < 0x20 || value >= 0x7f || reserved.indexOf(value) >= 0) {
                escaped.append('%').append(HEX.toHexDigits(each));
            } else {
                escaped.append((char) value);
            }
        }
        return escaped.toString();
    }

    /** 1 and 2 for the dot segments in any spelling, 0 for a name. */
    private static int dots(String segment) {
        return switch (segment.toLowerCase(Locale.ROOT)) {
            case ".", "%2e" -> 1;
            case "..", ".%2e", "%2e.", "%2e%2e" -> 2;
            default -> 0;
        };
    }

    private static String pathOf(String rest) {
        int query = rest.indexOf('?');
        return query < 0 ? rest : rest.substring(0, query);
    }

    private static String withoutFragment(String text) {
        int fragment = text.indexOf('#');
        return fragment < 0 ? text : text.substring(0, fragment);
    }

    private static boolean startsWithSlashes(String text) {
        return text.length() > 1 && isSlash(text.charAt(0)) && isSlash(text.charAt(1));
    }

    private static boolean isSlash(char each) {
        return each == '/' || each == '\\';
    }

    private static boolean isSchemeCharacter(char each, boolean first) {
        char lower = Character.toLowerCase(each);
        boolean letter = lower >= 'a' && lower <= 'z' && each < 0x80;
        return letter || (!first && "0123456789+-.".indexOf(each) >= 0);
    }
}
