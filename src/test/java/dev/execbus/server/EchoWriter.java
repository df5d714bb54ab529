package dev.execbus.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.testkit.RpcClient;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Writes to a process at a steady rate, as far as answers come; one thread of its own. */
final class EchoWriter {
    private static final int UNANSWERED = 64;
    private static final int WRITE_BYTES = 16 << 10;
    /** By how much it may have to catch up. */
    private static final long LATE_NANOS = 100_000_000;

    private final KeptSession session;
    private final String processId;
    private final long everyNanos;
    private final byte[] material = new byte[1 << 20];
    private final MessageDigest written = Numbers.digest();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("echo-writer").unstarted(this::run);
    private volatile boolean stopped;

    /** @param kilobytes per second */
    EchoWriter(KeptSession session, String processId, int kilobytes) {
        this.session = session;
        this.processId = processId;
        this.everyNanos = 1_000_000_000L * (WRITE_BYTES >> 10) / kilobytes;
        new Random(1).nextBytes(material);
    }

    void start() {
        thread.start();
    }

    /** Afterwards nothing is written any more. */
    void stop() {
        stopped = true;
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Of all that was written; once, after {@link #stop}. */
    String sha256() {
        return HexFormat.of().formatHex(written.digest());
    }

    private void run() {
        long due = System.nanoTime();
        for (long writeId = 1; !stopped; writeId++) {
            due = Math.max(due + everyNanos, System.nanoTime() - LATE_NANOS);
            LockSupport.parkNanos(due - System.nanoTime());
            if (!awaitRoom()) {
                return;
            }
            int from = (int) (writeId * 7_919 % (material.length - WRITE_BYTES));
            written.update(material, from, WRITE_BYTES);
            byte[] bytes = Arrays.copyOfRange(material, from, from + WRITE_BYTES);
            session.call(
                            "process/write",
                            RpcClient.of(processId)
                                    .put("writeId", "w" + writeId)
                                    .put("chunk", Base64.getEncoder().encodeToString(bytes)))
                    .whenComplete(this::answered);
        }
    }

    private boolean awaitRoom() {
        try {
            while (!stopped && session.unanswered() >= UNANSWERED) {
                LockSupport.parkNanos(1_000_000);
            }
            return !stopped;
        } catch (AssertionError failed) {
            // Whoever waits for the session is told.
            return false;
        }
    }

    private void answered(JsonNode answer, Throwable cause) {
        if (cause == null && !answer.path("result").path("status").asText().equals("accepted")) {
            session.fail(new AssertionError("write refused: " + answer));
        }
    }
}
