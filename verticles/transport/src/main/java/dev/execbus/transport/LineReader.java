package dev.execbus.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Cuts a stream of bytes into lines without their ends. Blocking; one thread. */
final class LineReader {
    private final InputStream in;
    private final int limit;
    private final byte[] buffer = new byte[64 << 10];
    private int position;
    private int end;

    LineReader(InputStream in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    /** Null at the end of the input, and when a line is longer than the limit. The last line may lack its newline. */
    byte[] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            if (position == end && !fill()) {
                return line.size() == 0 ? null : stripped(line.toByteArray());
            }
            int newline = position;
            while (newline < end && buffer[newline] != '\n') {
                newline++;
            }
            if (line.size() + (newline - position) > limit) {
                return null;
            }
            line.write(buffer, position, newline - position);
            boolean complete = newline < end;
            position = complete ? newline + 1 : end;
            if (complete) {
                return stripped(line.toByteArray());
            }
        }
    }

    private boolean fill() throws IOException {
        position = 0;
        end = Math.max(in.read(buffer), 0);
        return end > 0;
    }

    private static byte[] stripped(byte[] line) {
        int length = line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
        return java.util.Arrays.copyOf(line, length);
    }
}
