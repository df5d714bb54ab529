package dev.execbus.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The hosts that are reached without a proxy: names with all below them, addresses, networks, {@code *}. */
final class NoProxy {
    /**
     * @param suffix of names; null for a network
     * @param port 0 for any
     */
    private record Entry(String suffix, Network network, int port) {
        boolean matches(RequestUrl url, InetAddress address, String name) {
            if (port != 0 && port != url.port()) {
                return false;
            }
            if (network != null) {
                return address != null && network.contains(address);
            }
            return suffix.isEmpty() || (address == null && (name.equals(suffix) || name.endsWith("." + suffix)));
        }
    }

    private final List<Entry> entries;

    private NoProxy(List<Entry> entries) {
        this.entries = entries;
    }

    /** What cannot be read matches nothing, as everywhere. */
    static NoProxy parse(String text) {
        List<Entry> entries = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String entry = part.strip().toLowerCase(Locale.ROOT);
            if (!entry.isEmpty()) {
                entries.add(entry(entry));
            }
        }
        return new NoProxy(List.copyOf(entries));
    }

    boolean matches(RequestUrl url) {
        InetAddress address = url.literal();
        String name = UrlHost.peer(url.host());
        return entries.stream().anyMatch(entry -> entry.matches(url, address, name));
    }

    private static Entry entry(String text) {
        Network whole = Network.parse(text);
        if (whole != null) {
            return new Entry(null, whole, 0);
        }
        int colon = text.lastIndexOf(':');
        boolean ported = colon > 0 && text.substring(colon + 1).matches("\\d{1,5}");
        String host = ported ? text.substring(0, colon) : text;
        int port = ported ? Integer.parseInt(text.substring(colon + 1)) : 0;
        Network network = Network.parse(host);
        if (network != null) {
            return new Entry(null, network, port);
        }
        if (host.equals("*")) {
            return new Entry("", null, port);
        }
        String name = host.startsWith("*.") ? host.substring(2) : host.startsWith(".") ? host.substring(1) : host;
        return new Entry(UrlHost.peer(name.isEmpty() ? " " : name), null, port);
    }
}
