package dev.execbus.mcp;

import dev.execbus.bus.Timers;
import dev.execbus.protocol.ByteChunk;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * Tells an agent how far its command is: how much it has printed, and the end of it. Not more often than the interval,
 * however much it prints. Confined to the endpoint's context.
 */
final class CallProgress implements AgentTools.Listener {
    /** Takes what the agent is to be told. */
    @FunctionalInterface
    interface Notice {
        Notice NONE = (bytes, text) -> {};

        void tell(long bytes, String text);
    }

    private static final int LONGEST_TEXT = 2_048;

    private final Duration interval;
    private final Timers timers;
    private final Notice notice;
    private byte[] latest = new byte[0];
    private long bytes;
    private long toldBytes;
    private Timers.Timer timer;
    private boolean ended;

    CallProgress(Duration interval, Timers timers, Notice notice) {
        this.interval = interval;
        this.timers = timers;
        this.notice = notice;
    }

    @Override
    public void began(int sessionId) {
        if (!ended) {
            notice.tell(0, "running with session ID " + sessionId);
        }
    }

    @Override
    public void printed(ByteChunk output) {
        if (ended) {
            return;
        }
        bytes += output.length();
        latest = endOf(latest, output.bytes());
        if (timer == null) {
            tell();
        }
    }

    private static byte[] endOf(byte[] before, byte[] added) {
        byte[] joined = Arrays.copyOf(before, before.length + added.length);
        System.arraycopy(added, 0, joined, before.length, added.length);
        return joined.length <= LONGEST_TEXT
                ? joined
                : Arrays.copyOfRange(joined, joined.length - LONGEST_TEXT, joined.length);
    }

    private void tell() {
        timer = null;
        if (ended || bytes == toldBytes) {
            return;
        }
        toldBytes = bytes;
        notice.tell(bytes, wholeCharacters(latest));
        latest = new byte[0];
        timer = timers.after(interval, this::tell);
    }

    /** Without what is left of a character at the start. */
    private static String wholeCharacters(byte[] text) {
        int start = 0;
        while (start < text.length && start < 3 && (text[start] & 0xC0) == 0x80) {
            start++;
        }
        return new String(text, start, text.length - start, StandardCharsets.UTF_8);
    }

    /** The answer is there, or nobody waits for it: nothing more is told. */
    void end() {
        ended = true;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
