package dev.execbus.transport;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Output as text: UTF-8 if it is that, else the usual Western code page, else UTF-8 with replacements. */
final class HandleText {
    private static final Charset WESTERN = Charset.forName("windows-1252");
    private static final String REPLACEMENT = "\uFFFD";

    private HandleText() {}

    /** @param cut whether it may end in the middle of a character */
    static String of(byte[] bytes, boolean cut) {
        String text = utf8(bytes, cut);
        return text == null ? western(bytes) : text;
    }

    /** Null when it is something else. */
    private static String utf8(byte[] bytes, boolean cut) {
        CharsetDecoder decoder = strict(StandardCharsets.UTF_8);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, !cut);
        if (result.isError()) {
            return null;
        }
        String text = out.flip().toString();
        return in.hasRemaining() ? text + REPLACEMENT : text;
    }

    private static String western(byte[] bytes) {
        try {
            return strict(WESTERN).decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static CharsetDecoder strict(Charset charset) {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }
}
