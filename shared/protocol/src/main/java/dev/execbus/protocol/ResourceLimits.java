package dev.execbus.protocol;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Extension: what a process and everything it starts may use at most. 0 is no limit.
 *
 * @param memoryBytes of all its processes together
 * @param processes at a time, threads not counted
 * @param cpuSeconds of one process
 * @param openFiles of one process
 * @param fileBytes length of a file it writes
 * @param outputBytes written to stdout, stderr or the terminal
 */
public record ResourceLimits(
        long memoryBytes, long processes, long cpuSeconds, long openFiles, long fileBytes, long outputBytes) {
    public static final ResourceLimits NONE = new ResourceLimits(0, 0, 0, 0, 0, 0);

    static ResourceLimits decode(JsonNode node) {
        if (node == null) {
            return NONE;
        }
        ParamsReader in = ParamsReader.of(
                node,
                "ResourceLimits",
                "memoryBytes",
                "processes",
                "cpuSeconds",
                "openFiles",
                "fileBytes",
                "outputBytes");
        return new ResourceLimits(
                in.unsigned("memoryBytes", 0),
                in.unsigned("processes", 0),
                in.unsigned("cpuSeconds", 0),
                in.unsigned("openFiles", 0),
                in.unsigned("fileBytes", 0),
                in.unsigned("outputBytes", 0));
    }

    /** The stricter of both, limit by limit. */
    public ResourceLimits within(ResourceLimits other) {
        return new ResourceLimits(
                stricter(memoryBytes, other.memoryBytes),
                stricter(processes, other.processes),
                stricter(cpuSeconds, other.cpuSeconds),
                stricter(openFiles, other.openFiles),
                stricter(fileBytes, other.fileBytes),
                stricter(outputBytes, other.outputBytes));
    }

    private static long stricter(long one, long other) {
        if (one == 0 || other == 0) {
            return Math.max(one, other);
        }
        return Math.min(one, other);
    }
}
