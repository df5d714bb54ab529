package dev.execbus.unifiedexec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An outcome as a model reads it. */
final class ResponseText {
    private ResponseText() {}

    /**
     * @param exitCode null for one that is not known
     * @param sessionId null once it has exited
     * @param warning null for none
     */
    static String of(
            String chunkId,
            double wallTimeSeconds,
            Integer exitCode,
            Integer sessionId,
            long originalTokenCount,
            String output,
            String warning) {
        List<String> lines = new ArrayList<>();
        if (warning != null) {
            lines.add("Warning: " + warning);
        }
        lines.add("Chunk ID: " + chunkId);
        lines.add(String.format(Locale.ROOT, "Wall time: %.4f seconds", wallTimeSeconds));
        if (exitCode != null) {
            lines.add("Process exited with code " + exitCode);
        }
        if (sessionId != null) {
            lines.add("Process running with session ID " + sessionId);
        }
        lines.add("Original token count: " + originalTokenCount);
        lines.add("Output:");
        lines.add(output);
        return String.join("\n", lines);
    }
}
