package dev.execbus.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Paths on the wire: {@code file:} URIs by the WHATWG rules, to and from absolute native paths that are normalised
 * lexically, so that {@code link/../x} is {@code x} beside {@code link}. A name whose bytes are not UTF-8 can be told to
 * a client but not be asked for: it is refused, because a native path is a {@link String} in this house.
 */
public final class PathUri {
    private static final String RESERVED = " \"#<>?`{}%\\";

    private PathUri() {}

    /**
     * The native path of a params member. A text that is no path URI is {@link ErrorCode#INVALID_PARAMS}, one that
     * means nothing on this system (another host, a drive letter, bytes that are not UTF-8)
     * {@link ErrorCode#INVALID_REQUEST}. An encoded slash separates like any other.
     */
    public static String decode(String text, Dialect dialect) {
        if (isPlain(text, dialect)) {
            return plain(text);
        }
        FileUri uri = parse(text);
        String path = utf8(uri.path());
        if (path == null) {
            throw ExecbusException.invalidRequest(notUtf8(uri));
        }
        if (!isLocal(uri, path)) {
            throw ExecbusException.invalidRequest(foreign(uri));
        }
        return normalised(List.of(path.split("/")));
    }

    /**
     * The same for a process's working directory, where every failure is {@link ErrorCode#INVALID_PARAMS} and an
     * encoded slash stays a part of its name, escaped as it came: no such directory will be found.
     */
    public static String decodeCwd(String text, Dialect dialect) {
        if (isPlain(text, dialect)) {
            return plain(text);
        }
        FileUri uri = parse(text);
        String path = utf8(uri.path().replace("%2F", "%252F").replace("%2f", "%252f"));
        String complaint = path == null ? notUtf8(uri) : isLocal(uri, path) ? null : foreign(uri);
        if (complaint != null) {
            throw ExecbusException.invalidParams(
                    "cwd URI `" + uri + "` is not valid on this exec-server host: " + complaint);
        }
        return normalised(List.of(path.split("/")));
    }

    /** The URI of an absolute native path. */
    public static String encode(String nativePath) {
        return encode(nativePath.getBytes(StandardCharsets.UTF_8));
    }

    /** The URI of an absolute native path of any bytes. */
    public static String encode(byte[] nativePath) {
        return "file://" + PercentCoding.encode(nativePath, RESERVED);
    }

    private static boolean isPlain(String text, Dialect dialect) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw ExecbusException.invalidParams("the path is not well-formed Unicode");
        }
        return dialect.plainPaths() && text.startsWith("/");
    }

    private static String plain(String path) {
        if (path.indexOf('\0') >= 0) {
            throw ExecbusException.invalidParams("'" + encode(path) + "' is invalid on 'linux'");
        }
        return normalised(List.of(path.split("/")));
    }

    private static FileUri parse(String text) {
        FileUri uri = FileUri.parse(text);
        if (uri.path().contains("%00")) {
            throw ExecbusException.invalidParams(foreign(uri));
        }
        return uri;
    }

    /** Null when the bytes are not UTF-8. */
    private static String utf8(String escapedPath) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(PercentCoding.decode(escapedPath)))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static boolean isLocal(FileUri uri, String path) {
        boolean drive = path.length() >= 3
                && path.charAt(2) == ':'
                && (path.length() == 3 || path.charAt(3) == '/')
                && Character.isLetter(path.charAt(1))
                && path.charAt(1) < 0x80;
        return uri.host().isEmpty() && !drive;
    }

    private static String foreign(FileUri uri) {
        return "'" + uri + "' is invalid on 'linux'";
    }

    private static String notUtf8(FileUri uri) {
        return "'" + uri + "' is not valid UTF-8: this server opens only names that are";
    }

    private static String normalised(List<String> segments) {
        Deque<String> names = new ArrayDeque<>();
        for (String segment : segments) {
            switch (segment) {
                case "", "." -> {}
                case ".." -> names.pollLast();
                default -> names.addLast(segment);
            }
        }
        return "/" + String.join("/", names);
    }
}
