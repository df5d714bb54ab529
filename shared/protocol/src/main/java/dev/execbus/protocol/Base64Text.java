package dev.execbus.protocol;

import java.util.Base64;

/** Strict standard base64 (RFC 4648 §4: padding required, no white space, zero trailing bits), with the peer's words for what is wrong. */
public final class Base64Text {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private Base64Text() {}

    /** Throws {@link IllegalArgumentException} with the peer's sentence. */
    public static ByteChunk decode(String text) {
        String complaint = text.length() % 4 == 0 && canonicalEnd(text) ? null : complaint(text);
        if (complaint != null) {
            throw new IllegalArgumentException(complaint);
        }
        try {
            return ByteChunk.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            String reason = complaint(text);
            throw new IllegalArgumentException(reason == null ? "Invalid padding" : reason, e);
        }
    }

    /** {@link #decode} for a member of params. */
    public static ByteChunk param(String text) {
        try {
            return decode(text);
        } catch (IllegalArgumentException e) {
            throw ExecbusException.invalidParams(e.getMessage());
        }
    }

    /** The JDK's decoder lets non-zero trailing bits pass. */
    private static boolean canonicalEnd(String text) {
        int length = text.length();
        if (length == 0 || text.charAt(length - 1) != '=') {
            return true;
        }
        boolean two = text.charAt(length - 2) == '=';
        int last = ALPHABET.indexOf(text.charAt(length - (two ? 3 : 2)));
        return last >= 0 && (last & (two ? 0x0f : 0x03)) == 0;
    }

    private static String complaint(String text) {
        int length = text.length();
        int end = length;
        while (end > 0 && text.charAt(end - 1) == '=' && length - end < 2) {
            end--;
        }
        for (int i = 0; i < end; i++) {
            if (ALPHABET.indexOf(text.charAt(i)) < 0) {
                return "Invalid symbol " + (int) text.charAt(i) + ", offset " + i + ".";
            }
        }
        if (end % 4 == 1) {
            return "Invalid input length: " + end;
        }
        if (length % 4 != 0) {
            return "Invalid padding";
        }
        int unused = end % 4 == 2 ? 0x0f : end % 4 == 3 ? 0x03 : 0;
        if (end > 0 && (ALPHABET.indexOf(text.charAt(end - 1)) & unused) != 0) {
            return "Invalid last symbol " + (int) text.charAt(end - 1) + ", offset " + (end - 1) + ".";
        }
        return null;
    }
}
