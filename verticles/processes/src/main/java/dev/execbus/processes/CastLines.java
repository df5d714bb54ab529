package dev.execbus.processes;

import dev.execbus.protocol.TerminalSize;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Lines of an asciicast v3 file; intervals are taken from absolute times, so that nothing is lost by rounding. */
final class CastLines {
    private static final int COMMAND_LENGTH = 1_000;

    private final StringBuilder text = new StringBuilder();
    private long timeMs;
    private int bytes;

    /** @param timeMs that of the line before the first one here */
    CastLines(long timeMs) {
        this.timeMs = timeMs;
    }

    /** @param type the name of the terminal's kind; null if unknown */
    void header(TerminalSize size, String type, long startedAtMs, String command) {
        JsonObject term = new JsonObject().put("cols", size.cols()).put("rows", size.rows());
        if (type != null) {
            term.put("type", type);
        }
        add(new JsonObject()
                .put("version", 3)
                .put("term", term)
                .put("timestamp", Math.floorDiv(startedAtMs, 1_000L))
                .put("command", cut(command))
                .encode());
        timeMs = startedAtMs;
    }

    void output(long atMs, String data) {
        if (!data.isEmpty()) {
            event(atMs, "o", data);
        }
    }

    void resized(long atMs, TerminalSize size) {
        event(atMs, "r", size.cols() + "x" + size.rows());
    }

    void marker(long atMs, String label) {
        event(atMs, "m", label);
    }

    void exited(long atMs, int code) {
        event(atMs, "x", Integer.toString(code));
    }

    String text() {
        return text.toString();
    }

    long timeMs() {
        return timeMs;
    }

    int bytes() {
        return bytes;
    }

    private void event(long atMs, String code, String data) {
        long later = Math.max(timeMs, atMs);
        add(JsonArray.of(BigDecimal.valueOf(later - timeMs, 3), code, data).encode());
        timeMs = later;
    }

    private void add(String line) {
        text.append(line).append('\n');
        bytes += line.getBytes(StandardCharsets.UTF_8).length + 1;
    }

    private static String cut(String command) {
        return command.codePointCount(0, command.length()) <= COMMAND_LENGTH
                ? command
                : command.substring(0, command.offsetByCodePoints(0, COMMAND_LENGTH)) + "…";
    }
}
