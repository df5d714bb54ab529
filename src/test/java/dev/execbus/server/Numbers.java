package dev.execbus.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What {@code seq} prints: output of any length of which every byte is known. */
final class Numbers {
    private Numbers() {}

    /** For the shell. */
    static String script(int bytes) {
        return "seq 1 100000000 | head -c " + bytes;
    }

    static byte[] bytes(int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        print(count, bytes::put);
        return bytes.array();
    }

    /** Piece by piece, and all in the same array. */
    static void print(long count, Sink sink) {
        byte[] buffer = new byte[1 << 16];
        int at = 0;
        long left = count;
        for (long number = 1; left > 0; number++) {
            byte[] line = (number + "\n").getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(line, 0, buffer, at, line.length);
            at += line.length;
            if (at > buffer.length - 32 || at >= left) {
                int length = (int) Math.min(at, left);
                sink.take(buffer, 0, length);
                left -= length;
                at = 0;
            }
        }
    }

    interface Sink {
        void take(byte[] bytes, int offset, int length);
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
