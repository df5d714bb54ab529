package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;

/**
 * One command of an agent: what it must have printed by now, and what was heard of it in answers and in deltas. Its
 * transcript has to fit into what is kept of one. Deltas come on another thread.
 */
final class SoakCommand {
    static final String READY = "ready\n";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What the end told. */
    private record End(int exitCode, String digest, boolean withOutput) {}

    private final MessageDigest expected = Numbers.digest();
    private final MessageDigest answered = Numbers.digest();
    private final MessageDigest told = Numbers.digest();
    private final StringBuilder unanswered = new StringBuilder();
    private final String first;
    private final boolean terminal;
    private Integer exitCode;
    private int id;
    private boolean exited;
    private long expectedBytes;
    private long toldBytes;
    private long dropped;
    private End end;

    /** @param first what it prints unasked */
    SoakCommand(boolean terminal, String first) {
        this.terminal = terminal;
        this.first = first;
        willPrint(first);
    }

    /** By itself, sooner or later. */
    SoakCommand exitingWith(int code) {
        exitCode = code;
        return this;
    }

    /** Null for one that runs until it is told otherwise. */
    Integer exitCode() {
        return exitCode;
    }

    void named(int sessionId) {
        id = sessionId;
    }

    int id() {
        return id;
    }

    boolean isTerminal() {
        return terminal;
    }

    boolean hasExited() {
        return exited;
    }

    void exited() {
        exited = true;
    }

    long expectedBytes() {
        return expectedBytes;
    }

    void willPrint(String text) {
        expected.update(bytes(text));
        expectedBytes += text.length();
        unanswered.append(text);
    }

    /** What one answer has brought; the rest may come with a later one. */
    void answered(String output) {
        assertThat(output.length()).as("more than command %d has printed", id).isLessThanOrEqualTo(unanswered.length());
        assertThat(output.equals(unanswered.substring(0, output.length())))
                .as("output of command %d is what it has printed", id)
                .isTrue();
        answered.update(bytes(output));
        unanswered.delete(0, output.length());
    }

    boolean isAnswered() {
        return unanswered.isEmpty();
    }

    /** What it printed in the first moment is not told; the rest is. */
    synchronized void told(byte[] chunk, long missing) {
        if (toldBytes == 0 && chunk.length > 0) {
            int from = first.indexOf(chunk[0]);
            toldBytes = from < 0 ? first.length() : from;
            told.update(bytes(first), 0, (int) toldBytes);
        }
        told.update(chunk);
        toldBytes += chunk.length;
        dropped += missing;
    }

    synchronized void ended(int exitCode, String output) {
        assertThat(end).as("the end of command %d is told once", id).isNull();
        end = new End(exitCode, output == null ? null : digest(output), output != null);
        notifyAll();
    }

    /** Its end is told, with the same digest that the answers and the deltas have. */
    synchronized void awaitEnd(Integer exitCode, boolean answersHaveAll) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (end == null) {
            long left = (until - System.nanoTime()) / 1_000_000;
            assertThat(left).as("the end of command %d is told", id).isPositive();
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        String all = HexFormat.of().formatHex(expected.digest());
        assertThat(dropped).as("bytes left out of the deltas of command %d", id).isZero();
        assertThat(end.withOutput())
                .as("the end of command %d tells its output", id)
                .isTrue();
        assertThat(end.digest()).as("the output at the end of command %d", id).isEqualTo(all);
        if (exitCode != null) {
            assertThat(end.exitCode()).as("the exit code of command %d", id).isEqualTo(exitCode);
        }
        if (answersHaveAll) {
            assertThat(HexFormat.of().formatHex(answered.digest()))
                    .as("all answers of command %d", id)
                    .isEqualTo(all);
        }
        if (toldBytes > 0) {
            assertThat(HexFormat.of().formatHex(told.digest()))
                    .as("the deltas of command %d", id)
                    .isEqualTo(all);
        }
    }

    private static String digest(String text) {
        return HexFormat.of().formatHex(Numbers.digest().digest(bytes(text)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
