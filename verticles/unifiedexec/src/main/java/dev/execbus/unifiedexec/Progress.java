package dev.execbus.unifiedexec;

import dev.execbus.protocol.ByteChunk;

/** Hears of a command while it runs, on the context of its {@link UnifiedExec}; must not block. */
public interface Progress {
    /** Nobody listens. */
    Progress NONE = new Progress() {};

    /**
     * It runs, or did so for a moment. What it has printed until now is not told, but in the answer.
     *
     * @param callId what its caller calls it; null for none
     */
    default void began(int sessionId, String cmd, String cwd, String callId) {}

    /** At most 8,192 bytes of stdout and stderr as they came, never a part of a character. */
    default void output(int sessionId, ByteChunk delta) {}

    /** Somebody has written to it, or looked for output while it was running. */
    default void interaction(int sessionId, String chars) {}

    /** The last that is told of it. */
    default void ended(Ended ended) {}

    /**
     * @param exitCode -1 for one that is not known
     * @param failed whether it ended otherwise than with 0
     * @param output all it has printed, without the middle if that was too much, and the failure if there was one
     */
    record Ended(int sessionId, int exitCode, boolean failed, String output) {}
}
