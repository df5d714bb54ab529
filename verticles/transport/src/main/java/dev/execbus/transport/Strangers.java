package dev.execbus.transport;

import java.time.Duration;

/**
 * Sockets of the event-bus door whose client has not said yet who it is: few at a time, each for a short while.
 * Confined to the gateway's context.
 */
final class Strangers {
    static final Duration LONGEST = Duration.ofSeconds(10);

    /** Of a message; what it is to say is a token and a request. */
    static final int MESSAGE_BYTES = 64 << 10;

    private static final int MOST = 256;

    private int count;

    boolean full() {
        return count >= MOST;
    }

    void came() {
        count++;
    }

    void left() {
        count--;
    }
}
