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
    private static final long NOT_ASCII = 0x8080808080808080L;

    private TextFrames() {}

    static boolean isUtf8(byte[] bytes, int offset, int length) {
        int words = offset + (length & -Long.BYTES);
        for (int i = offset; i < words; i += Long.BYTES) {
            if (((long) WORDS.get(bytes, i) & NOT_ASCII) != 0) {
                return decodes(bytes, offset, length);
            }
        }
        for (int i = words; i < offset + length; i++) {
            if (bytes[i] < 0) {
                return decodes(bytes, offset, length);
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
