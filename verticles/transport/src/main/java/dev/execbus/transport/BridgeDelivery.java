package dev.execbus.transport;

import java.nio.charset.StandardCharsets;

/** What stands before a message on its way to a client of the bridge; after it stands a brace. */
final class BridgeDelivery {
    /** No head is longer. */
    static final int ROOM = 96;

    private BridgeDelivery() {}

    /** @param address at most 36 letters that need not be quoted */
    static byte[] head(String address) {
        return ("{\"type\":\"rec\",\"address\":\"" + address + "\",\"body\":").getBytes(StandardCharsets.US_ASCII);
    }
}
