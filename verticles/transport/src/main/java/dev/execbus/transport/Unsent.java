package dev.execbus.transport;

/**
 * How much of what was sent is not written to the socket yet, and for how long nothing moved. Confined to the
 * transport's context.
 */
final class Unsent {
    private long bytes;
    private long movedAtNanos;

    long bytes() {
        return bytes;
    }

    void added(int length, long nowNanos) {
        if (bytes == 0) {
            movedAtNanos = nowNanos;
        }
        bytes += length;
    }

    void written(int length, long nowNanos) {
        bytes -= length;
        movedAtNanos = nowNanos;
    }

    /** Zero when nothing waits. */
    long stuckNanos(long nowNanos) {
        return bytes == 0 ? 0 : nowNanos - movedAtNanos;
    }
}
