package dev.execbus.protocol;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Says why a frame is not JSON, in the peer's words for the plain cases and in Jackson's otherwise. */
final class ParseFailures {
    private static final String[] LITERALS = {"null", "true", "false"};

    private ParseFailures() {}

    static String describe(byte[] frame, int offset, int length, JsonProcessingException e) {
        int start = firstNonBlank(frame, offset, length);
        if (start == length) {
            return "EOF while parsing a value at line 1 column 0";
        }
        if (isDuplicate(e)) {
            return duplicate(e);
        }
        String unknownWord = unknownWord(frame, offset, length, start);
        if (unknownWord != null) {
            return unknownWord;
        }
        JsonLocation at = e.getLocation();
        String where = at == null ? "" : " at line " + at.getLineNr() + " column " + Math.max(at.getColumnNr() - 1, 0);
        String reason = e.getOriginalMessage();
        int end = reason.indexOf('\n');
        return (end < 0 ? reason : reason.substring(0, end)) + where;
    }

    static String unreadable(IOException e) {
        return e instanceof java.io.CharConversionException
                ? "invalid unicode code point"
                : String.valueOf(e.getMessage());
    }

    private static boolean isDuplicate(JsonProcessingException e) {
        return e instanceof JsonParseException && e.getOriginalMessage().startsWith("Duplicate field");
    }

    private static String duplicate(JsonProcessingException e) {
        String reason = e.getOriginalMessage();
        int open = reason.indexOf('\'');
        int close = reason.lastIndexOf('\'');
        String key = open >= 0 && close > open ? reason.substring(open + 1, close) : "?";
        JsonLocation at = e.getLocation();
        return "duplicate JSON object key `" + key + "` at line " + at.getLineNr() + " column "
                + (at.getColumnNr() - 1);
    }

    /** A top-level value that starts like a word: the peer tells a wrong literal from no value at all. */
    private static String unknownWord(byte[] frame, int offset, int length, int start) {
        char first = (char) (frame[offset + start] & 0xff);
        if ("{[\"-0123456789".indexOf(first) >= 0) {
            return null;
        }
        for (String literal : LITERALS) {
            if (literal.charAt(0) == first) {
                int same = 1;
                while (same < literal.length()
                        && start + same < length
                        && frame[offset + start + same] == literal.getBytes(StandardCharsets.US_ASCII)[same]) {
                    same++;
                }
                if (same == literal.length()) {
                    return null;
                }
                return (start + same == length ? "EOF while parsing a value" : "expected ident") + " at line 1 column "
                        + (start + same + (start + same == length ? 0 : 1));
            }
        }
        return "expected value at line 1 column " + (start + 1);
    }

    private static int firstNonBlank(byte[] frame, int offset, int length) {
        int at = 0;
        while (at < length && " \t\r\n".indexOf(frame[offset + at]) >= 0) {
            at++;
        }
        return at;
    }
}
