package dev.execbus.http;

import java.net.InetAddress;

/** Addresses of one family with the same first bits. */
final class Network {
    private final byte[] address;
    private final int bits;

    private Network(byte[] address, int bits) {
        this.address = address;
        this.bits = bits;
    }

    /** An address, or an address with a number of bits; null for what is neither. */
    static Network parse(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        InetAddress address = address(literal);
        if (address == null) {
            return null;
        }
        byte[] bytes = address.getAddress();
        int longest = 8 * bytes.length;
        // Java reads a mapped address as the IPv4 address it stands for.
        int offset = bytes.length == 4 && literal.indexOf(':') >= 0 ? 96 : 0;
        int bits = slash < 0 ? longest : number(text.substring(slash + 1)) - offset;
        return bits < 0 || bits > longest ? null : new Network(bytes, bits);
    }

    boolean contains(InetAddress other) {
        byte[] bytes = other.getAddress();
        if (bytes.length != address.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (bytes[i] != address[i]) {
                return false;
            }
        }
        int shift = 8 - bits % 8;
        return shift == 8 || (bytes[whole] & 0xff) >> shift == (address[whole] & 0xff) >> shift;
    }

    private static InetAddress address(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String literal = bracketed ? text.substring(1, text.length() - 1) : text;
        boolean ipv6 = literal.indexOf(':') >= 0 && literal.indexOf('%') < 0;
        boolean ipv4 = !bracketed && literal.matches("\\d{1,3}(\\.\\d{1,3}){3}");
        if (!ipv6 && !ipv4) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(literal);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static int number(String text) {
        return text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
    }
}
