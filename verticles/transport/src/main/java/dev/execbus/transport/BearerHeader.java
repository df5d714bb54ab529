package dev.execbus.transport;

/** Reads the token of an {@code Authorization: Bearer} header. */
final class BearerHeader {
    private static final String SCHEME = "bearer";

    private BearerHeader() {}

    /** @param authorization null when there is none */
    static String token(String authorization) throws AccessDeniedException {
        if (authorization == null) {
            throw new AccessDeniedException("missing websocket bearer token");
        }
        String header = authorization.strip();
        int end = header.indexOf(' ');
        if (end < 0 || !header.substring(0, end).equalsIgnoreCase(SCHEME) || !isVisible(header)) {
            throw new AccessDeniedException("invalid authorization header");
        }
        return header.substring(end + 1).strip();
    }

    private static boolean isVisible(String header) {
        return header.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= '~'));
    }
}
