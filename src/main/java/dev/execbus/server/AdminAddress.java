package dev.execbus.server;

import java.net.InetAddress;

/**
 * Where operators ask.
 *
 * @param host a numeric address, IPv6 without its brackets
 */
record AdminAddress(String host, int port) {
    static final String ALLOWED = "http://IP:PORT";
    static final String DEFAULT_URL = "http://127.0.0.1:9400";
    private static final String SCHEME = "http://";

    static AdminAddress parse(String url) {
        if (!url.startsWith(SCHEME)) {
            throw new IllegalArgumentException("expected " + ALLOWED);
        }
        return ListenAddress.socket(url.substring(SCHEME.length()))
                .map(socket -> new AdminAddress(socket.host(), socket.port()))
                .orElseThrow(() -> new IllegalArgumentException("expected " + ALLOWED));
    }

    boolean isLoopback() {
        return InetAddress.ofLiteral(host).isLoopbackAddress();
    }

    AdminAddress withPort(int bound) {
        return new AdminAddress(host, bound);
    }

    @Override
    public String toString() {
        return SCHEME + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
