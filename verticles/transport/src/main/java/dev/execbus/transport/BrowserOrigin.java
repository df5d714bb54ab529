package dev.execbus.transport;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which pages may use the doors for browsers. */
final class BrowserOrigin {
    /** A numeric address, or the machine's own name, with or without a port. */
    private static final Pattern HOST_OF_NOBODY_ELSE =
            Pattern.compile("(?:[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|\\[[0-9A-Fa-f:.]+]|localhost)(?::[0-9]{1,5})?");

    private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}$");

    private BrowserOrigin() {}

    /** @param origin null for clients that are no browsers, which may come as they may to a WebSocket */
    static boolean mayCome(String origin, String host, Set<String> allowed) {
        return origin == null || allowed.contains(origin) || isOf(origin, host);
    }

    /**
     * Where nobody has to say who it is, a page whose host's name an attacker has pointed at this machine would be of
     * the same origin; so names have to be configured.
     *
     * @param hosts names of this server, without a port
     */
    static boolean mayComeUnknown(String origin, String host, Set<String> allowed, Set<String> hosts) {
        return origin == null || allowed.contains(origin) || isOfNobodyElse(host, hosts);
    }

    /** Whether a host's name, with its port or without, cannot have been pointed here by somebody else. */
    static boolean isOfNobodyElse(String host, Set<String> hosts) {
        return host != null
                && (HOST_OF_NOBODY_ELSE.matcher(host).matches()
                        || hosts.contains(PORT.matcher(host).replaceFirst("").toLowerCase(Locale.ROOT)));
    }

    /** The scheme is not compared: whatever ends TLS in front of us would change it. */
    private static boolean isOf(String origin, String host) {
        int authority = origin.indexOf("://");
        return host != null && authority >= 0 && origin.substring(authority + 3).equalsIgnoreCase(host);
    }
}
