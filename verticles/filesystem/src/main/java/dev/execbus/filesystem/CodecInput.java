package dev.execbus.filesystem;

import dev.execbus.protocol.ByteChunk;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One frame being read, straight from the stream. Whatever does not fit into the frame is an {@link IOException}, after
 * which the stream is of no use. For one thread.
 */
final class CodecInput {
    private final DataInputStream in;
    private final long id;
    private int left;

    private CodecInput(DataInputStream in, long id, int left) {
        this.in = in;
        this.id = id;
        this.left = left;
    }

    /** Waits for a frame; null when the stream has ended before it began. */
    static CodecInput next(DataInputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
        long id = in.readLong();
        if (length < 0 || length > CodecOutput.LONGEST) {
            throw new IOException("a frame of " + length + " bytes");
        }
        return new CodecInput(in, id, length);
    }

    long id() {
        return id;
    }

    /** Bytes not taken yet. */
    int left() {
        return left;
    }

    int takeByte() throws IOException {
        use(1);
        return in.readUnsignedByte();
    }

    boolean takeBoolean() throws IOException {
        return takeByte() != 0;
    }

    int takeInt() throws IOException {
        use(Integer.BYTES);
        return in.readInt();
    }

    /** Of a list that follows: each element takes a byte at least. */
    int takeCount() throws IOException {
        int count = takeInt();
        if (count < 0 || count > left) {
            throw new IOException("a list of " + count + " elements in " + left + " bytes");
        }
        return count;
    }

    long takeLong() throws IOException {
        use(Long.BYTES);
        return in.readLong();
    }

    String takeText() throws IOException {
        return new String(take(takeInt()), StandardCharsets.UTF_8);
    }

    /** May be null. */
    String takeOptionalText() throws IOException {
        return takeBoolean() ? takeText() : null;
    }

    ByteChunk takeRest() throws IOException {
        return ByteChunk.of(take(left));
    }

    /** Everything is taken. */
    void finish() throws IOException {
        if (left != 0) {
            throw new IOException(left + " bytes too many in a frame");
        }
    }

    private byte[] take(int length) throws IOException {
        use(length);
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    private void use(int length) throws IOException {
        if (length < 0 || length > left) {
            throw new IOException("a part of " + length + " bytes in a frame with " + left);
        }
        left -= length;
    }
}
