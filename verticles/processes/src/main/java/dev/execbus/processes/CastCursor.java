package dev.execbus.processes;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ExecbusException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page of a recording ends, and all the next one needs to know.
 *
 * @param afterSeq the last event told; 0 at the beginning
 * @param timeMs the time of the last line told; 0 at the beginning
 * @param stdout the begin of a character of stdout, or of the terminal, whose rest comes later
 * @param stderr the same of stderr
 */
record CastCursor(long afterSeq, long timeMs, ByteChunk stdout, ByteChunk stderr) {
    static final CastCursor START = new CastCursor(0, 0, ByteChunk.EMPTY, ByteChunk.EMPTY);
    private static final String BYTES = "((?:[0-9a-f]{2}){0,3})";
    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})\\.([0-9]{1,18})\\." + BYTES + "\\." + BYTES);

    /** @param text what {@link #text} gave; null for the beginning */
    static CastCursor of(String text) {
        if (text == null) {
            return START;
        }
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw ExecbusException.invalidParams("the cursor is none that this server has made");
        }
        HexFormat hex = HexFormat.of();
        return new CastCursor(
                Long.parseLong(parts.group(1)),
                Long.parseLong(parts.group(2)),
                ByteChunk.of(hex.parseHex(parts.group(3))),
                ByteChunk.of(hex.parseHex(parts.group(4))));
    }

    String text() {
        HexFormat hex = HexFormat.of();
        return afterSeq + "." + timeMs + "." + hex.formatHex(stdout.bytes()) + "." + hex.formatHex(stderr.bytes());
    }
}
