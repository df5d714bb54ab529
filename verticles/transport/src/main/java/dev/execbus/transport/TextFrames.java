package dev.execbus.transport;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Whether bytes are text. Every byte of every message passes here, so it is one of the few optimised classes. */
final class TextFrames {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final int STEP = 4 * Long.BYTES;
    private static final long NOT_ASCII = 0x8080808080808080L;

    private TextFrames() {}

    static boolean isUtf8(byte[] bytes, int offset, int length) {
        return isAscii(bytes, offset, offset + length) || decodes(bytes, offset, length);
    }

    private static boolean isAscii(byte[] bytes, int from, int to) {
        int at = from;
        for (; at + STEP <= to; at += STEP) {
            long letters = (long) WORDS.get(bytes, at)
                    | (long) WORDS.get(bytes, at + 8)
                    | (long) WORDS.get(bytes, at + 16)
                    | (long) WORDS.get(bytes, at + 24);
            if ((letters & NOT_ASCII) != 0) {
                return false;
            }
        }
        for (; at < to; at++) {
            if (bytes[at] < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean decodes(byte[] bytes, int offset, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
