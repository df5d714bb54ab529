package dev.execbus.transport;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * One file of the console. Nobody changes its bytes.
 *
 * @param compressed by gzip; null where that is not worth it
 */
record ConsoleFile(String type, Variant plain, Variant compressed) {
    /**
     * @param tag of these bytes, as it stands in an {@code ETag} header
     * @param encoding as it stands in a {@code Content-Encoding} header; null for none
     */
    record Variant(Buffer bytes, String tag, String encoding) {
        private static final int TAG_BYTES = 16;

        private static Variant of(byte[] bytes, String encoding) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
                String tag = '"' + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + '"';
                return new Variant(Buffer.buffer(bytes), tag, encoding);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }

        /** @param known the header {@code If-None-Match}; null when there is none */
        boolean isIn(String known) {
            if (known == null) {
                return false;
            }
            for (String part : known.split(",", -1)) {
                String one = part.strip();
                if (one.equals("*") || one.equals(tag) || one.equals("W/" + tag)) {
                    return true;
                }
            }
            return false;
        }
    }

    static ConsoleFile of(byte[] bytes, String type) {
        byte[] compressed = gzip(bytes);
        boolean worthIt = compressed.length < bytes.length / 10 * 9;
        return new ConsoleFile(type, Variant.of(bytes, null), worthIt ? Variant.of(compressed, "gzip") : null);
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** @param accepted the header {@code Accept-Encoding}; null when there is none */
    Variant variant(String accepted) {
        if (compressed == null || accepted == null) {
            return plain;
        }
        for (String part : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
            String one = part.replace(" ", "");
            if (one.equals("gzip") || (one.startsWith("gzip;q=") && !one.matches("gzip;q=0(\\.0*)?"))) {
                return compressed;
            }
        }
        return plain;
    }
}
