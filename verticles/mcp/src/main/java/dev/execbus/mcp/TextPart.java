package dev.execbus.mcp;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Bytes that are text.
 *
 * @param length how many of the bytes it is made of: without the beginning of a character that goes on behind them
 */
record TextPart(String text, int length) {
    /**
     * Null where the bytes are no text.
     *
     * @param whole whether nothing comes behind them
     */
    static TextPart of(byte[] bytes, boolean whole) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, whole);
        if (result.isError() || (in.position() == 0 && bytes.length > 0) || hasNul(bytes)) {
            return null;
        }
        return new TextPart(out.flip().toString(), in.position());
    }

    private static boolean hasNul(byte[] bytes) {
        for (byte value : bytes) {
            if (value == 0) {
                return true;
            }
        }
        return false;
    }
}
