package dev.execbus.server;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the server is reached. */
sealed interface ListenAddress {
    String ALLOWED = "ws://IP:PORT or stdio";
    ListenAddress DEFAULT = new WebSocket("127.0.0.1", 4500);

    /** @param host a numeric address, IPv6 without its brackets */
    record WebSocket(String host, int port) implements ListenAddress {
        boolean isLoopback() {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        }

        /** For a browser. */
        String page(String path) {
            return "http://" + authority() + path;
        }

        private String authority() {
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }

        @Override
        public String toString() {
            return SCHEME + authority();
        }
    }

    /** One connection on standard input and output. */
    record Stdio() implements ListenAddress {
        @Override
        public String toString() {
            return "stdio";
        }
    }

    String SCHEME = "ws://";
    Pattern SOCKET = Pattern.compile("(?:(?<v4>[0-9.]+)|\\[(?<v6>[0-9A-Fa-f:.]+)]):(?<port>[0-9]{1,9})");
    String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    Pattern V4 = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");
    int LARGEST_PORT = 65_535;

    /** @throws IllegalArgumentException with the words for the operator */
    static ListenAddress parse(String url) {
        if (url.equals("stdio") || url.equals("stdio://")) {
            return new Stdio();
        }
        if (!url.startsWith(SCHEME)) {
            throw new IllegalArgumentException(
                    "unsupported --listen URL `" + url + "`; expected `ws://IP:PORT` or `stdio`");
        }
        return socket(url.substring(SCHEME.length()))
                .orElseThrow(() -> new IllegalArgumentException(
                        "invalid websocket --listen URL `" + url + "`; expected `ws://IP:PORT`"));
    }

    /** @param text {@code IP:PORT}, with brackets around an IPv6 address */
    static Optional<WebSocket> socket(String text) {
        Matcher socket = SOCKET.matcher(text);
        if (!socket.matches() || Integer.parseInt(socket.group("port")) > LARGEST_PORT || !isNumeric(socket)) {
            return Optional.empty();
        }
        String host = socket.group("v4") == null ? socket.group("v6") : socket.group("v4");
        return Optional.of(new WebSocket(host, Integer.parseInt(socket.group("port"))));
    }

    private static boolean isNumeric(Matcher socket) {
        if (socket.group("v4") != null) {
            return V4.matcher(socket.group("v4")).matches();
        }
        try {
            // Looks nothing up, and the colon keeps the short forms of IPv4 out.
            return socket.group("v6").indexOf(':') >= 0 && InetAddress.ofLiteral(socket.group("v6")) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
