package dev.execbus.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A member of {@code params} that is one long plain text, as file contents are: it is decoded as base64 or else copied,
 * where the parser would look at it letter by letter. Whatever is not quite so is left to the parser.
 *
 * @param from index of its first letter in the frame
 * @param to index of the quote behind it
 * @param decoded null when it is not known to be base64
 */
record LongText(int from, int to, ByteChunk decoded) {
    private static final int UNENDED = -2;
    private static final int LONG = 32 << 10;
    /** So much without a quote is the inside of a long text, most probably. */
    private static final int QUIET = 4 << 10;

    /** What may come after a long text that is looked for from the end: mostly a policy. */
    private static final int LONGEST_TAIL = 64 << 10;

    private static final String PLACEHOLDER = "~long~";
    private static final byte[] PLACEHOLDER_BYTES = PLACEHOLDER.getBytes(StandardCharsets.US_ASCII);
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    /** The first one; null when there is none, or something before it that would have to be understood. */
    static LongText in(byte[] frame, int offset, int length) {
        if (length < LONG) {
            return null;
        }
        int end = offset + length;
        int at = offset;
        while (true) {
            int open = indexOfQuote(frame, at, end);
            if (open < 0) {
                return null;
            }
            int close = endOfPlainText(frame, open + 1, Math.min(end, open + QUIET));
            if (close == UNENDED && end - open > LONG) {
                LongText base64 = base64From(frame, open + 1, end);
                if (base64 != null) {
                    return base64;
                }
                close = endOfPlainText(frame, open + 1, end);
            }
            if (close < 0) {
                return null;
            }
            if (close - open > LONG) {
                return new LongText(open + 1, close, null);
            }
            at = close + 1;
        }
    }

    /** There is no quote in base64: if all of it can be decoded, the right end was found. Null when it cannot. */
    private static LongText base64From(byte[] frame, int from, int end) {
        int close = lastBeforeQuiet(frame, from, end);
        ByteChunk decoded = close - from < LONG ? null : Base64Text.decodeOrNull(frame, from, close);
        return decoded == null ? null : new LongText(from, close, decoded);
    }

    /** The first quote after a long stretch without any, looked for from the end; -1 for none near it. */
    private static int lastBeforeQuiet(byte[] frame, int from, int end) {
        int close = -1;
        int quiet = 0;
        for (int i = end - 1; i >= Math.max(from, end - LONGEST_TAIL); i--) {
            if (frame[i] == '"') {
                close = i;
                quiet = 0;
            } else if (++quiet > QUIET && close >= 0) {
                return close;
            }
        }
        return -1;
    }

    /** The frame with a short text in the place of this one. */
    byte[] without(byte[] frame, int offset, int length) {
        int end = offset + length;
        byte[] rest = new byte[from - offset + PLACEHOLDER_BYTES.length + end - to];
        System.arraycopy(frame, offset, rest, 0, from - offset);
        System.arraycopy(PLACEHOLDER_BYTES, 0, rest, from - offset, PLACEHOLDER_BYTES.length);
        System.arraycopy(frame, to, rest, from - offset + PLACEHOLDER_BYTES.length, end - to);
        return rest;
    }

    /** Puts it back; false when it is not clear where, and then nothing is changed. */
    boolean putBack(JsonNode tree, byte[] rest, byte[] frame) {
        if (!(tree.get("params") instanceof ObjectNode params)
                || new String(rest, StandardCharsets.ISO_8859_1).split(PLACEHOLDER, -1).length != 2) {
            return false;
        }
        for (Map.Entry<String, JsonNode> member : params.properties()) {
            if (member.getValue().isTextual() && member.getValue().textValue().equals(PLACEHOLDER)) {
                params.set(
                        member.getKey(),
                        decoded != null
                                ? new Base64Node(decoded)
                                : TextNode.valueOf(new String(frame, from, to - from, StandardCharsets.ISO_8859_1)));
                return true;
            }
        }
        return false;
    }

    private static int indexOfQuote(byte[] frame, int at, int end) {
        for (int i = at; i < end; i++) {
            if (frame[i] == '"') {
                return i;
            }
        }
        return -1;
    }

    /** The quote that ends it; -1 for an escape, a control, a letter beyond ASCII; {@link #UNENDED}. */
    private static int endOfPlainText(byte[] frame, int at, int end) {
        int i = at;
        while (i + Long.BYTES <= end && isPlain((long) WORDS.get(frame, i))) {
            i += Long.BYTES;
        }
        for (; i < end; i++) {
            byte letter = frame[i];
            if (letter == '"') {
                return i;
            }
            if (letter < ' ' || letter == '\\') {
                return -1;
            }
        }
        return UNENDED;
    }

    /** Eight letters none of which is special; it may also say so of some that are plain, never the other way round. */
    private static boolean isPlain(long letters) {
        long quote = letters ^ QUOTES;
        long backslash = letters ^ BACKSLASHES;
        long special = ((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | (letters - SPACES) | letters;
        return (special & HIGH) == 0;
    }
}
