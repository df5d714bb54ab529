package dev.execbus.filesystem;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** Drains stderr on a thread of its own and keeps the last line, which says why something has failed. Thread-safe. */
final class CageErrors {
    private static final int KEPT = 2 << 10;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final InputStream stream;
    private final Thread reader;
    private byte[] tail = new byte[0];

    CageErrors(InputStream stream, long pid) {
        this.stream = stream;
        this.reader = Thread.ofPlatform().daemon().name("cage-errors-" + pid).unstarted(this::read);
        reader.start();
    }

    /** Shortly: whoever has inherited the stream may hold it for longer. */
    void awaitEnd() throws InterruptedException {
        reader.join(PATIENCE);
    }

    /** Empty for none. */
    synchronized String lastLine() {
        return new String(tail, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .reduce("", (line, next) -> next);
    }

    private void read() {
        byte[] buffer = new byte[KEPT];
        try (stream) {
            int length;
            while ((length = stream.read(buffer)) >= 0) {
                keep(buffer, length);
            }
        } catch (IOException e) {
            // It has ended, and what it said by then is kept.
        }
    }

    private synchronized void keep(byte[] buffer, int length) {
        int from = tail.length;
        byte[] longer = Arrays.copyOf(tail, from + length);
        System.arraycopy(buffer, 0, longer, from, length);
        tail = longer.length <= KEPT ? longer : Arrays.copyOfRange(longer, longer.length - KEPT, longer.length);
    }
}
