package dev.execbus.http;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** One entry of a list of hosts. */
sealed interface HostRule {
    /** What the entry is, for a client that is refused by it. */
    String kind();

    /** A name, or with {@code below} all names under it; the empty name has all names under it. */
    record Name(String name, boolean below) implements HostRule {
        @Override
        public String kind() {
            return "a host name rule";
        }

        boolean matches(String host) {
            return below ? name.isEmpty() || host.endsWith("." + name) : host.equals(name);
        }
    }

    /** Addresses in any of some networks. */
    record Addresses(String kind, List<Network> networks) implements HostRule {
        boolean contains(InetAddress address) {
            return networks.stream().anyMatch(network -> network.contains(address));
        }
    }

    /** Throws {@link IllegalArgumentException} with a sentence for the operator. */
    static HostRule parse(String text) {
        return switch (text) {
            case "*" -> new Name("", true);
            case "loopback" -> group(text, "127.0.0.0/8", "::1/128");
            case "link-local" -> group(text, "169.254.0.0/16", "fe80::/10");
            case "private" ->
                group(text, "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7", "fec0::/10");
            default -> addressesOrName(text);
        };
    }

    private static HostRule group(String name, String... networks) {
        return new Addresses(
                "the rule " + name, Stream.of(networks).map(Network::parse).toList());
    }

    private static HostRule addressesOrName(String text) {
        Network network = Network.parse(text);
        if (network != null) {
            return new Addresses(text.indexOf('/') < 0 ? "an address rule" : "a network rule", List.of(network));
        }
        boolean below = text.startsWith("*.");
        String name = UrlHost.peer(normalized(below ? text.substring(2) : text, text));
        if (name.startsWith("[") || Ipv4Text.endsInNumber(name)) {
            throw unreadable(text, null);
        }
        return new Name(name, below);
    }

    private static String normalized(String name, String text) {
        if (name.indexOf('*') >= 0) {
            throw unreadable(text, null);
        }
        try {
            return UrlHost.normalized(name);
        } catch (IllegalArgumentException e) {
            throw unreadable(text, e);
        }
    }

    private static IllegalArgumentException unreadable(String text, Throwable cause) {
        return new IllegalArgumentException(
                "not a host name, *.name, address, network, loopback, link-local, private or *: `" + text + "`", cause);
    }
}
