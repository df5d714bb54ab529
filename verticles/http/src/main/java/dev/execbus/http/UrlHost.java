package dev.execbus.http;

import dev.execbus.protocol.PercentCoding;
import java.net.IDN;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Hosts as the WHATWG URL rules read them: unescaped, lower case, in ASCII, addresses in one spelling only. */
final class UrlHost {
    private static final String FORBIDDEN = " #/:<>?@[\\]^|%";

    private UrlHost() {}

    /** Throws {@link IllegalArgumentException} with the peer's words. An IPv6 address keeps its brackets. */
    static String normalized(String raw) {
        if (raw.startsWith("[")) {
            return ipv6(raw);
        }
        String host = ascii(new String(PercentCoding.decode(raw), StandardCharsets.UTF_8));
        if (host.isEmpty()) {
            throw new IllegalArgumentException("empty host");
        }
        for (int i = 0; i < host.length(); i++) {
            char each = host.charAt(i);
            if (each < 0x20 || each >= 0x7f || FORBIDDEN.indexOf(each) >= 0) {
                throw new IllegalArgumentException("invalid domain character");
            }
        }
        return Ipv4Text.endsInNumber(host) ? Ipv4Text.normalized(host) : host;
    }

    /** The address that this host spells; null for a name. */
    static InetAddress literal(String host) {
        if (host.startsWith("[")) {
            return InetAddress.ofLiteral(host.substring(1, host.length() - 1));
        }
        return Ipv4Text.endsInNumber(host) ? InetAddress.ofLiteral(Ipv4Text.normalized(host)) : null;
    }

    /** What TLS compares certificates with: no brackets, and no dot at the end. */
    static String peer(String host) {
        if (host.startsWith("[")) {
            return host.substring(1, host.length() - 1);
        }
        return host.length() > 1 && host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /** Lower case, in ASCII. */
    static String ascii(String name) {
        if (name.chars().allMatch(each -> each < 0x80)) {
            return name.toLowerCase(Locale.ROOT);
        }
        try {
            return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("invalid international domain name", e);
        }
    }

    private static String ipv6(String raw) {
        String text = raw.endsWith("]") ? raw.substring(1, raw.length() - 1) : "";
        if (text.indexOf(':') < 0 || text.indexOf('%') >= 0 || text.indexOf('[') >= 0) {
            throw new IllegalArgumentException("invalid IPv6 address");
        }
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            return "[" + (address instanceof Inet6Address ? Ipv6Text.compressed(address) : mapped(address)) + "]";
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("invalid IPv6 address", e);
        }
    }

    /** Java reads a mapped address as the IPv4 address it stands for. */
    private static String mapped(InetAddress address) {
        byte[] bytes = address.getAddress();
        return "::ffff:" + Integer.toHexString(((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff)) + ":"
                + Integer.toHexString(((bytes[2] & 0xff) << 8) | (bytes[3] & 0xff));
    }
}
