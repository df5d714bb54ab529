package dev.execbus.transport;

import io.vertx.core.http.HttpServerResponse;

/** What a browser is told of how far to trust the console's pages: themselves, and nothing else. */
final class ConsoleHeaders {
    /**
     * No inline script and no inline style. The terminal in the page makes style elements and attributes; the console
     * hands them to the browser as style sheets and properties of objects, which are no inline styles.
     */
    static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "font-src 'self'",
            "manifest-src 'self'",
            // WebSockets of the same host and port are the page's own, too.
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'");

    private ConsoleHeaders() {}

    static void put(HttpServerResponse response) {
        response.putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    }
}
