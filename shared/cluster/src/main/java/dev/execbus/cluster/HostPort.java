package dev.execbus.cluster;

import java.util.Optional;

/** Where something listens. The host is a name or an address, IPv6 without brackets. */
record HostPort(String host, int port) {
    HostPort {
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("not a host and a port: " + host + " " + port);
        }
    }

    /** What {@link #toString} wrote, if it is that. */
    static Optional<HostPort> parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            return Optional.empty();
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new HostPort(host, Integer.parseInt(text.substring(colon + 1))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
