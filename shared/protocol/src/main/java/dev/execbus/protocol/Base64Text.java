package dev.execbus.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Strict standard base64 (RFC 4648 §4: padding required, no white space, zero trailing bits), with the peer's words for what is wrong. */
public final class Base64Text {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /**
     * A multiple of four. Short, because the machine code of the Java library is in use only once its caller has been called
     * some thousand times: with one call for a text of a megabyte that takes twice as long for minutes.
     */
    private static final int SLICE = 16 << 10;

    private Base64Text() {}

    /** {@link #decode(String)} for a member of params that is text. */
    public static ByteChunk decode(JsonNode text) {
        return text instanceof Base64Node node ? node.chunk() : decode(text.textValue());
    }

    /** {@link #param(String)} for a member of params that is text. */
    static ByteChunk param(JsonNode text) {
        return text instanceof Base64Node node ? node.chunk() : param(text.textValue());
    }

    /** Null for what is not quite right in any way. */
    static ByteChunk decodeOrNull(byte[] text, int from, int to) {
        int length = to - from;
        if (length % 4 != 0) {
            return null;
        }
        if (length == 0) {
            return ByteChunk.EMPTY;
        }
        int padding = text[to - 1] != '=' ? 0 : text[to - 2] != '=' ? 1 : 2;
        byte[] bytes = new byte[length / 4 * 3 - padding];
        // The library's decoder takes whole arrays only. These stay in the processor's cache.
        byte[] letters = new byte[Math.min(SLICE, length)];
        byte[] decoded = new byte[letters.length / 4 * 3];
        int filled = 0;
        try {
            for (int at = from; at < to; at += SLICE) {
                int slice = Math.min(SLICE, to - at);
                if (slice < letters.length) {
                    letters = new byte[slice];
                }
                System.arraycopy(text, at, letters, 0, slice);
                int count = Base64.getDecoder().decode(letters, decoded);
                if (count != slice / 4 * 3 - (at + slice == to ? padding : 0)) {
                    return null;
                }
                System.arraycopy(decoded, 0, bytes, filled, count);
                filled += count;
            }
        } catch (IllegalArgumentException e) {
            return null;
        }
        return hasZerosAtTheEnd(text, to, padding) ? ByteChunk.of(bytes) : null;
    }

    /** The JDK's decoder lets others pass. */
    private static boolean hasZerosAtTheEnd(byte[] text, int to, int padding) {
        return padding == 0 || (ALPHABET.indexOf(text[to - 1 - padding]) & (padding == 2 ? 0x0f : 0x03)) == 0;
    }

    /** Throws {@link IllegalArgumentException} with the peer's sentence. */
    public static ByteChunk decode(String text) {
        byte[] letters = text.getBytes(StandardCharsets.ISO_8859_1);
        ByteChunk chunk = decodeOrNull(letters, 0, letters.length);
        if (chunk == null) {
            String complaint = complaint(text);
            throw new IllegalArgumentException(complaint == null ? "Invalid padding" : complaint);
        }
        return chunk;
    }

    /** {@link #decode(String)} for a member of params. */
    public static ByteChunk param(String text) {
        try {
            return decode(text);
        } catch (IllegalArgumentException e) {
            throw ExecbusException.invalidParams(e.getMessage());
        }
    }

    private static String complaint(String text) {
        int length = text.length();
        int end = length;
        while (end > 0 && text.charAt(end - 1) == '=' && length - end < 2) {
            end--;
        }
        for (int i = 0; i < end; i++) {
            if (ALPHABET.indexOf(text.charAt(i)) < 0) {
                return "Invalid symbol " + (int) text.charAt(i) + ", offset " + i + ".";
            }
        }
        if (end % 4 == 1) {
            return "Invalid input length: " + end;
        }
        if (length % 4 != 0) {
            return "Invalid padding";
        }
        int unused = end % 4 == 2 ? 0x0f : end % 4 == 3 ? 0x03 : 0;
        if (end > 0 && (ALPHABET.indexOf(text.charAt(end - 1)) & unused) != 0) {
            return "Invalid last symbol " + (int) text.charAt(end - 1) + ", offset " + (end - 1) + ".";
        }
        return null;
    }
}
