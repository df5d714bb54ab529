package dev.execbus.mcp;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes lines on a thread of its own, in order. Any thread; what waits is bounded by the requests under way. */
final class StdioLines {
    private static final Logger LOG = LoggerFactory.getLogger(StdioLines.class);

    /** For what is still to be written at the end. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final OutputStream out;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("mcp-out").daemon().factory());

    StdioLines(OutputStream out) {
        this.out = out;
    }

    void write(String line) {
        if (!writer.isShutdown()) {
            writer.execute(() -> writeNow(line));
        }
    }

    private void writeNow(String line) {
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            LOG.info("nobody reads the output any more");
            writer.shutdownNow();
        }
    }

    /** Blocks for a moment at most. */
    void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                writer.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
