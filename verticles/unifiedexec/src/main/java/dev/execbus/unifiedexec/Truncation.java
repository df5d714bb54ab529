package dev.execbus.unifiedexec;

import dev.execbus.unifiedexec.HeadTailBuffer.Content;
import java.nio.charset.StandardCharsets;

/** Cuts the middle out of a text that is longer than a model wants it. Immutable. */
final class Truncation {
    private static final int BYTES_PER_TOKEN = 4;

    private final long policyBytes;
    private final long defaultTokens;

    /**
     * @param policyBytes what a text may have at most, whatever is asked for
     * @param defaultTokens what it may have when nothing is asked for
     */
    Truncation(long policyBytes, long defaultTokens) {
        this.policyBytes = policyBytes;
        this.defaultTokens = defaultTokens;
    }

    static long tokens(long bytes) {
        return bytes / BYTES_PER_TOKEN + (bytes % BYTES_PER_TOKEN == 0 ? 0 : 1);
    }

    /** @param maxTokens null for the default */
    String apply(Content content, Long maxTokens) {
        String text = new String(content.rendered(), StandardCharsets.UTF_8);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        long asked = maxTokens == null ? defaultTokens : maxTokens;
        boolean byTokens = asked < tokens(policyBytes);
        long budget = byTokens ? asked * BYTES_PER_TOKEN : policyBytes;
        if (bytes.length <= budget) {
            return text;
        }
        int headEnd = boundaryBefore(bytes, (int) (budget / 2));
        int tailStart = boundaryAfter(bytes, (int) (bytes.length - (budget - budget / 2)));
        String marker = byTokens
                ? "…" + tokens(bytes.length - budget) + " tokens truncated…"
                : "…" + characters(bytes, headEnd, tailStart) + " chars truncated…";
        return "Warning: truncated output (original token count: " + tokens(content.totalBytes()) + ")\n"
                + (content.omitted() > 0 ? content.omittedLine() : "Total output lines: " + lines(bytes))
                + "\n\n"
                + new String(bytes, 0, headEnd, StandardCharsets.UTF_8)
                + marker
                + new String(bytes, tailStart, bytes.length - tailStart, StandardCharsets.UTF_8);
    }

    private static int boundaryBefore(byte[] bytes, int position) {
        int boundary = position;
        while (boundary > 0 && boundary < bytes.length && isContinuation(bytes[boundary])) {
            boundary--;
        }
        return boundary;
    }

    private static int boundaryAfter(byte[] bytes, int position) {
        int boundary = position;
        while (boundary < bytes.length && isContinuation(bytes[boundary])) {
            boundary++;
        }
        return boundary;
    }

    private static long characters(byte[] bytes, int from, int to) {
        long count = 0;
        for (int i = from; i < to; i++) {
            count += isContinuation(bytes[i]) ? 0 : 1;
        }
        return count;
    }

    /** A newline at the end begins no further line. */
    private static long lines(byte[] bytes) {
        long count = bytes.length > 0 && bytes[bytes.length - 1] != '\n' ? 1 : 0;
        for (byte each : bytes) {
            count += each == '\n' ? 1 : 0;
        }
        return count;
    }

    private static boolean isContinuation(byte each) {
        return (each & 0xC0) == 0x80;
    }
}
