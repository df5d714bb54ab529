package dev.execbus.transport;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log that somebody was refused, however many try: lines above a number are counted and not written. Confined to
 * the gateway's context.
 */
final class RefusalLog {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

    static final int MOST_LINES = 32;
    static final Duration WITHIN = Duration.ofMinutes(1);

    private static final int LONGEST_DETAIL = 200;

    private final LongSupplier nanoTime;
    private long beganNanos;
    private int lines;
    private long leftOut;

    RefusalLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.beganNanos = nanoTime.getAsLong();
    }

    /**
     * @param reason one of ours
     * @param detail of the client's making, and never a secret; empty for none
     */
    void refused(String door, String reason, String detail, Object peer) {
        long now = nanoTime.getAsLong();
        if (now - beganNanos >= WITHIN.toNanos()) {
            if (leftOut > 0) {
                LOG.warn("more clients were refused than were told of count={}", leftOut);
            }
            beganNanos = now;
            lines = 0;
            leftOut = 0;
        }
        if (lines >= MOST_LINES) {
            leftOut++;
            return;
        }
        lines++;
        LOG.warn("client refused door={} reason=\"{}\" detail=\"{}\" peer={}", door, reason, printable(detail), peer);
    }

    /** Nobody writes lines of their own into the log. */
    private static String printable(String detail) {
        return detail.substring(0, Math.min(LONGEST_DETAIL, detail.length())).replaceAll("[^ -~]|\"", "?");
    }
}
