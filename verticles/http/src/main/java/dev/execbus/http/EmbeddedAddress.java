package dev.execbus.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** IPv6 addresses that lead to an IPv4 address, and addresses that lead to this machine without saying so. */
final class EmbeddedAddress {
    private static final Network UNSPECIFIED = Network.parse("::/128");
    private static final Network LOOPBACK = Network.parse("::1/128");
    private static final Network THIS_NETWORK = Network.parse("0.0.0.0/8");
    private static final Network COMPATIBLE = Network.parse("::/96");
    private static final Network TRANSLATED = Network.parse("::ffff:0:0:0/96");
    private static final Network NAT64 = Network.parse("64:ff9b::/96");
    private static final Network LOCAL_NAT64 = Network.parse("64:ff9b:1::/48");
    private static final Network SIX_TO_FOUR = Network.parse("2002::/16");
    private static final Network TEREDO = Network.parse("2001::/32");

    private EmbeddedAddress() {}

    /** Where an address really leads: itself for an ordinary one. */
    static InetAddress reached(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return THIS_NETWORK.contains(address) ? InetAddress.ofLiteral("127.0.0.1") : address;
        }
        if (UNSPECIFIED.contains(address)) {
            return InetAddress.ofLiteral("::1");
        }
        if (LOOPBACK.contains(address)) {
            return address;
        }
        if (SIX_TO_FOUR.contains(address)) {
            return reached(ipv4(bytes, 2, 0));
        }
        if (TEREDO.contains(address)) {
            return reached(ipv4(bytes, 12, 0xff));
        }
        boolean last = COMPATIBLE.contains(address)
                || TRANSLATED.contains(address)
                || NAT64.contains(address)
                || LOCAL_NAT64.contains(address)
                || isTunnel(bytes);
        return last ? reached(ipv4(bytes, 12, 0)) : address;
    }

    /** ISATAP, in any network. */
    private static boolean isTunnel(byte[] bytes) {
        return (bytes[8] & 0xfd) == 0 && bytes[9] == 0 && bytes[10] == 0x5e && (bytes[11] & 0xff) == 0xfe;
    }

    private static InetAddress ipv4(byte[] bytes, int from, int mask) {
        byte[] address = Arrays.copyOfRange(bytes, from, from + 4);
        for (int i = 0; i < 4; i++) {
            address[i] ^= (byte) mask;
        }
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
