package dev.execbus.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** What {@code seq} prints: output of any length of which every byte is known. */
final class Numbers {
    private Numbers() {}

    /** For the shell. */
    static String script(int bytes) {
        return "seq 1 100000000 | head -c " + bytes;
    }

    static byte[] bytes(int count) {
        byte[] bytes = new byte[count + 16];
        int at = 0;
        for (int number = 1; at < count; number++) {
            byte[] line = (number + "\n").getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(line, 0, bytes, at, line.length);
            at += line.length;
        }
        return Arrays.copyOf(bytes, count);
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
