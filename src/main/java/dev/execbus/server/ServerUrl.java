package dev.execbus.server;

import java.net.URI;
import java.net.URISyntaxException;

/** Where a client finds its server. */
record ServerUrl(boolean secure, String host, int port, String path) {
    static final String DEFAULT = "ws://127.0.0.1:4500";
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /** @throws IllegalArgumentException with the words for the user */
    static ServerUrl parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw invalid(text);
        }
        boolean secure = "wss".equalsIgnoreCase(uri.getScheme());
        if ((!secure && !"ws".equalsIgnoreCase(uri.getScheme()))
                || uri.getHost() == null
                || uri.getRawUserInfo() != null
                || uri.getRawFragment() != null) {
            throw invalid(text);
        }
        String host = uri.getHost();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new ServerUrl(
                secure,
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                uri.getPort() >= 0 ? uri.getPort() : secure ? HTTPS_PORT : HTTP_PORT,
                uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException(
                "invalid URL " + OneLine.of((Object) text) + "; expected ws://HOST:PORT or wss://HOST:PORT");
    }
}
