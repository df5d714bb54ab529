package dev.execbus.filesystem;

import dev.execbus.protocol.ExecbusException;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Paths from and to text as UTF-8, whatever the locale of the Java machine says: under the C locale {@link Path#of}
 * refuses every name that is not ASCII, and {@link Path#toString} garbles it.
 */
final class NativePath {
    private NativePath() {}

    static Path of(String absolute) {
        if (absolute.indexOf('\0') >= 0) {
            throw ExecbusException.invalidParams("a path must not contain NUL");
        }
        if (isAscii(absolute)) {
            return Path.of(absolute);
        }
        return of(absolute.getBytes(StandardCharsets.UTF_8));
    }

    /** @param absolute none of them 0 */
    static Path of(byte[] absolute) {
        StringBuilder uri = new StringBuilder("file://");
        for (byte each : absolute) {
            if (each == '/' || (each >= 'a' && each <= 'z') || (each >= '0' && each <= '9')) {
                uri.append((char) each);
            } else {
                uri.append('%').append(HexFormat.of().toHexDigits(each));
            }
        }
        return Path.of(URI.create(uri.toString()));
    }

    /** The bytes of an absolute path. */
    static byte[] bytes(Path absolute) {
        String text = absolute.toString();
        if (isAscii(text) && text.indexOf('?') < 0) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
        return unescaped(absolute.toUri().getRawPath());
    }

    /** The last name of an absolute path; bytes that are not UTF-8 become U+FFFD. */
    static String fileName(Path absolute) {
        Path last = absolute.getFileName();
        String name = last == null ? "" : last.toString();
        if (isAscii(name) && name.indexOf('?') < 0) {
            return name;
        }
        String path = new String(bytes(absolute), StandardCharsets.UTF_8);
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Whether its bytes are UTF-8, so that it can be asked for by its text. */
    static boolean isText(Path absolute) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(absolute)));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Of a URI that the Java library made: a slash at the end says only that it is a directory. */
    private static byte[] unescaped(String rawPath) {
        int end = rawPath.length() > 1 && rawPath.endsWith("/") ? rawPath.length() - 1 : rawPath.length();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(end);
        for (int i = 0; i < end; i++) {
            if (rawPath.charAt(i) == '%') {
                bytes.write(HexFormat.fromHexDigits(rawPath, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(rawPath.charAt(i));
            }
        }
        return bytes.toByteArray();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
