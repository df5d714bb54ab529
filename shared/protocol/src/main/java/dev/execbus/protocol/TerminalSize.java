package dev.execbus.protocol;

import com.fasterxml.jackson.databind.JsonNode;

/** Rows and columns of a terminal, 1 to 65,535 each. */
public record TerminalSize(int rows, int cols) {
    public static final TerminalSize DEFAULT = new TerminalSize(24, 80);
    private static final int MAX = 65_535;

    public TerminalSize {
        if (rows < 1 || rows > MAX || cols < 1 || cols > MAX) {
            throw ExecbusException.invalidParams("terminal rows and cols must be between 1 and " + MAX);
        }
    }

    static TerminalSize decode(JsonNode node) {
        ParamsReader in = ParamsReader.of(node, "TerminalSize", "rows", "cols");
        return of(in.unsigned("rows"), in.unsigned("cols"));
    }

    static TerminalSize of(long rows, long cols) {
        return new TerminalSize((int) Math.min(rows, MAX + 1L), (int) Math.min(cols, MAX + 1L));
    }
}
