package dev.execbus.transport;

import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * The subprotocols a client offers. A page can say who it is nowhere else in its request.
 *
 * @param token percent-decoded, since a subprotocol may not have every letter that a token may; null when there is none
 * @param complaint what is wrong with them; null when nothing is
 */
record OfferedProtocols(String token, String complaint) {
    /** What we answer to whom offers it. */
    static final String EXECBUS = "execbus";

    private static final String BEARER = "execbus.bearer.";
    private static final String NOT_DECODED = "the token in the subprotocol is not percent-encoded well";

    static OfferedProtocols of(HttpServerRequest request) {
        return of(request.getHeader("Sec-WebSocket-Protocol"));
    }

    /** @param header null when there is none */
    static OfferedProtocols of(String header) {
        boolean execbus = false;
        String token = null;
        for (String part : header == null ? new String[0] : header.split(",", -1)) {
            String offered = part.strip();
            if (offered.equals(EXECBUS)) {
                execbus = true;
            } else if (offered.startsWith(BEARER)) {
                if (token != null) {
                    return new OfferedProtocols(null, "more than one token is offered as a subprotocol");
                }
                token = offered.substring(BEARER.length());
            }
        }
        if (token == null) {
            return new OfferedProtocols(null, null);
        }
        // A token is never answered, and pages give a socket up that answers none of what they offer.
        return execbus
                ? decoded(token)
                : new OfferedProtocols(null, "offer the subprotocol `execbus` beside the one with the token");
    }

    private static OfferedProtocols decoded(String token) {
        if (token.isEmpty()) {
            return new OfferedProtocols(null, "the token in the subprotocol is empty");
        }
        try {
            // A plus stands for itself.
            return new OfferedProtocols(URLDecoder.decode(token.replace("+", "%2B"), StandardCharsets.UTF_8), null);
        } catch (IllegalArgumentException e) {
            return new OfferedProtocols(null, NOT_DECODED);
        }
    }

    /** What a request says of who it comes from; null when it says nothing. A subprotocol is meant for us for certain. */
    static String authorization(HttpServerRequest request) {
        String token = of(request).token();
        return token == null ? request.getHeader("Authorization") : "Bearer " + token;
    }

    /** A token is a secret. */
    @Override
    public String toString() {
        return "OfferedProtocols[complaint=" + complaint + "]";
    }
}
