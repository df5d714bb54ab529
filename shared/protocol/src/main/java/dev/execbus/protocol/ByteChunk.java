package dev.execbus.protocol;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes with value equality. The array is shared, not copied: whoever makes a chunk gives the array away and nobody
 * writes to it afterwards. In JSON it is standard base64.
 */
@JsonSerialize(using = ByteChunkSerializer.class)
@JsonDeserialize(using = ByteChunkDeserializer.class)
public final class ByteChunk {
    public static final ByteChunk EMPTY = new ByteChunk(new byte[0]);

    private final byte[] bytes;

    private ByteChunk(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes ownership of the array. */
    public static ByteChunk of(byte[] bytes) {
        return new ByteChunk(bytes);
    }

    public static ByteChunk utf8(String text) {
        return new ByteChunk(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The shared array: for reading only. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return bytes.length;
    }

    public String utf8() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteChunk chunk && Arrays.equals(bytes, chunk.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The length only: output must not reach a log. */
    @Override
    public String toString() {
        return "ByteChunk[" + bytes.length + "]";
    }
}
