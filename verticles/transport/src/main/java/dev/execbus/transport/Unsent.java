package dev.execbus.transport;

/**
 * How much of what was sent is not written to the socket yet, and for how long nothing moved that the client has to take.
 * Confined to the transport's context.
 */
final class Unsent {
    private long bytes;
    private long urgentBytes;
    private long movedAtNanos;

    long bytes() {
        return bytes;
    }

    /** @param urgent whether a client that does not take it is let go after a time */
    void added(int length, boolean urgent, long nowNanos) {
        if (urgent) {
            if (urgentBytes == 0) {
                movedAtNanos = nowNanos;
            }
            urgentBytes += length;
        }
        bytes += length;
    }

    void written(int length, boolean urgent, long nowNanos) {
        bytes -= length;
        urgentBytes -= urgent ? length : 0;
        movedAtNanos = nowNanos;
    }

    /** Zero when nothing waits that is urgent. */
    long stuckNanos(long nowNanos) {
        return urgentBytes == 0 ? 0 : nowNanos - movedAtNanos;
    }
}
