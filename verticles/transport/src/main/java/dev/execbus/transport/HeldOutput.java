package dev.execbus.transport;

/** A bound on output that is kept for clients until its process has ended. Confined to the gateway's context. */
final class HeldOutput {
    private static final long GATEWAY_BYTES = 64L << 20;
    private static final long CONNECTION_BYTES = 16L << 20;

    private final long limit;
    private final HeldOutput whole;
    private long held;

    private HeldOutput(long limit, HeldOutput whole) {
        this.limit = limit;
        this.whole = whole;
    }

    static HeldOutput ofGateway() {
        return new HeldOutput(GATEWAY_BYTES, null);
    }

    /** The part of one connection. */
    HeldOutput ofConnection() {
        return new HeldOutput(CONNECTION_BYTES, this);
    }

    /** How many of so many bytes may be kept. */
    int take(int bytes) {
        int free = (int) Math.min(bytes, limit - held);
        int taken = whole == null ? free : whole.take(free);
        held += taken;
        return taken;
    }

    void giveBack(long bytes) {
        held -= bytes;
        if (whole != null) {
            whole.giveBack(bytes);
        }
    }
}
