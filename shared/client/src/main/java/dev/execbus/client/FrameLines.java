package dev.execbus.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Splits a stream into lines that are not blank; the last one may lack its newline. For one thread. */
public final class FrameLines {
    private static final int LONGEST = 96 << 20;

    private final InputStream in;
    private final byte[] buffer = new byte[64 << 10];
    private int from;
    private int to;

    public FrameLines(InputStream in) {
        this.in = in;
    }

    /** Null at the end. */
    public byte[] next() throws IOException {
        while (true) {
            byte[] line = line();
            if (line == null || !isBlank(line)) {
                return line;
            }
        }
    }

    private byte[] line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            if (from == to) {
                from = 0;
                to = Math.max(0, in.read(buffer));
                if (to == 0) {
                    return line.size() == 0 ? null : line.toByteArray();
                }
            }
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            if (line.size() + end - from > LONGEST) {
                throw new IOException("a line of more than " + LONGEST + " bytes");
            }
            line.write(buffer, from, end - from);
            boolean whole = end < to;
            from = whole ? end + 1 : end;
            if (whole) {
                return line.toByteArray();
            }
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte letter : line) {
            if (letter != ' ' && letter != '\t' && letter != '\r') {
                return false;
            }
        }
        return true;
    }
}
