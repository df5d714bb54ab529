package dev.execbus.processes;

import dev.execbus.protocol.ByteChunk;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** UTF-8 that comes in pieces: a character cut by their border is told with its end. Invalid bytes become U+FFFD. */
final class JoinedText {
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] begun;

    /** @param begun of a character, from an earlier reading */
    JoinedText(ByteChunk begun) {
        this.begun = begun.bytes();
    }

    /** At most three bytes. */
    ByteChunk begun() {
        return ByteChunk.of(begun);
    }

    String more(byte[] bytes) {
        return decode(bytes, false);
    }

    /** What a character that will not be completed looks like; empty when there is none. */
    String end() {
        return decode(new byte[0], true);
    }

    private String decode(byte[] bytes, boolean last) {
        ByteBuffer in = ByteBuffer.allocate(begun.length + bytes.length)
                .put(begun)
                .put(bytes)
                .flip();
        CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
        decoder.reset().decode(in, out, last);
        begun = Arrays.copyOfRange(in.array(), in.position(), in.limit());
        return out.flip().toString();
    }
}
