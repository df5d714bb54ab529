package dev.execbus.http;

import java.net.InetAddress;
import java.util.List;

/** How a hop reaches its host, after all checks. */
sealed interface Route {
    /** To one of these addresses and to no other. */
    record Direct(List<InetAddress> addresses) implements Route {}

    /** Through a proxy, which finds the address itself. */
    record Proxied(Proxy proxy) implements Route {}
}
