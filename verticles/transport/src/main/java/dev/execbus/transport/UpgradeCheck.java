package dev.execbus.transport;

import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;

/** Whether a request asks for a WebSocket as RFC 6455 wants it; otherwise what is wrong, in the peer's words. */
final class UpgradeCheck {
    private UpgradeCheck() {}

    /** Null when all is right. */
    static String complaint(HttpServerRequest request) {
        if (!hasToken(request.getHeader("Connection"), "upgrade")) {
            return "Connection header did not include 'upgrade'";
        }
        if (!hasToken(request.getHeader("Upgrade"), "websocket")) {
            return "`Upgrade` header did not include 'websocket'";
        }
        if (!"13".equals(request.getHeader("Sec-WebSocket-Version"))) {
            return "`Sec-WebSocket-Version` header did not include '13'";
        }
        if (request.getHeader("Sec-WebSocket-Key") == null) {
            return "`Sec-WebSocket-Key` header missing";
        }
        return OfferedProtocols.of(request).complaint();
    }

    private static boolean hasToken(String header, String token) {
        if (header == null) {
            return false;
        }
        for (String part : header.split(",", -1)) {
            if (part.trim().toLowerCase(Locale.ROOT).equals(token)) {
                return true;
            }
        }
        return false;
    }
}
