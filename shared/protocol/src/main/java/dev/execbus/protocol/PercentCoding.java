package dev.execbus.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent escapes of URIs, over bytes. */
public final class PercentCoding {
    private static final String DIGITS = "0123456789ABCDEF";

    private PercentCoding() {}

    /** What is not an escape stands for its UTF-8 bytes; a malformed escape stands for itself. */
    public static byte[] decode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit((char) (bytes[i + 1] & 0xff), 16) : -1;
            int low = high >= 0 ? Character.digit((char) (bytes[i + 2] & 0xff), 16) : -1;
            if (low >= 0) {
                decoded.write(high << 4 | low);
                i += 2;
            } else {
                decoded.write(bytes[i]);
            }
        }
        return decoded.toByteArray();
    }

    /** Escapes controls, bytes from 0x80 on and those in {@code reserved}. */
    static String encode(byte[] bytes, String reserved) {
        int plain = 0;
        while (plain < bytes.length && !isEscaped(bytes[plain] & 0xff, reserved)) {
            plain++;
        }
        if (plain == bytes.length) {
            return new String(bytes, StandardCharsets.US_ASCII);
        }
        StringBuilder encoded = new StringBuilder(bytes.length + 16);
        for (byte each : bytes) {
            int value = each & 0xff;
            if (isEscaped(value, reserved)) {
                encoded.append('%').append(DIGITS.charAt(value >> 4)).append(DIGITS.charAt(value & 0xf));
            } else {
                encoded.append((char) value);
            }
        }
        return encoded.toString();
    }

    private static boolean isEscaped(int value, String reserved) {
        return value < 0x20 || value >= 0x7f || (!isWordCharacter(value) && reserved.indexOf(value) >= 0);
    }

    /** Most of what there is, and never reserved. */
    private static boolean isWordCharacter(int value) {
        return (value >= 'a' && value <= 'z') || (value >= '-' && value <= '9') || (value >= 'A' && value <= 'Z');
    }
}
