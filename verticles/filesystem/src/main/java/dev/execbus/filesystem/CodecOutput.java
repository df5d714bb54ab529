package dev.execbus.filesystem;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ExecbusException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One frame being written: length of the payload, number of the request, payload. The length is filled in at the end.
 * For one thread.
 */
final class CodecOutput {
    static final int HEADER = Integer.BYTES + Long.BYTES;

    /** Of a payload: a file as long as a message of a client can be, and what belongs to it. */
    static final int LONGEST = (64 << 20) + (64 << 10);

    /** Up to here a copy is cheaper than a second system call. */
    private static final int WORTH_COPYING = 64 << 10;

    private byte[] bytes = new byte[512];
    private int end = HEADER;
    private ByteChunk rest = ByteChunk.EMPTY;

    void putByte(int value) {
        room(1);
        bytes[end++] = (byte) value;
    }

    void putBoolean(boolean value) {
        putByte(value ? 1 : 0);
    }

    void putInt(int value) {
        room(Integer.BYTES);
        ByteBuffer.wrap(bytes).putInt(end, value);
        end += Integer.BYTES;
    }

    void putLong(long value) {
        room(Long.BYTES);
        ByteBuffer.wrap(bytes).putLong(end, value);
        end += Long.BYTES;
    }

    void putText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        putInt(utf8.length);
        room(utf8.length);
        System.arraycopy(utf8, 0, bytes, end, utf8.length);
        end += utf8.length;
    }

    /** @param text may be null */
    void putOptionalText(String text) {
        putBoolean(text != null);
        if (text != null) {
            putText(text);
        }
    }

    /** The last part of the frame, which is not copied when it is long. */
    void putRest(ByteChunk chunk) {
        rest = chunk;
    }

    /** Writes the frame, at once unless it is long. One that is too long is refused before anything is written. */
    void send(long id, OutputStream out) throws IOException {
        long length = (long) end - HEADER + rest.length();
        if (length > LONGEST) {
            throw ExecbusException.resourceExhausted(
                    "too much for one sandboxed operation: " + length + " bytes, the limit is " + LONGEST);
        }
        ByteBuffer.wrap(bytes).putInt((int) length).putLong(id);
        if (rest.length() <= WORTH_COPYING) {
            room(rest.length());
            System.arraycopy(rest.bytes(), 0, bytes, end, rest.length());
            out.write(bytes, 0, end + rest.length());
        } else {
            out.write(bytes, 0, end);
            out.write(rest.bytes());
        }
        out.flush();
    }

    private void room(int more) {
        if (bytes.length - end < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(end, more)));
        }
    }
}
