package dev.execbus.mcp;

import java.time.Duration;

/**
 * Limits of the mcp room.
 *
 * @param sessions agents at a time
 * @param requests of one agent that may be under way at a time
 * @param messageBytes largest message from an agent
 * @param replayBytes what is kept of one agent's streams for when it comes back
 * @param unsentBytes of one stream; an agent that reads slower is cut off and may come back
 * @param idle an agent that has no stream open and asks nothing for so long is forgotten
 * @param keepAlive between comments on a stream where nothing happens
 * @param progress between two notices of how far a command is
 */
public record McpSettings(
        int sessions,
        int requests,
        int messageBytes,
        int replayBytes,
        int unsentBytes,
        Duration idle,
        Duration keepAlive,
        Duration progress) {

    public static final McpSettings DEFAULTS = new McpSettings(
            1_024,
            64,
            16 << 20,
            4 << 20,
            4 << 20,
            Duration.ofMinutes(30),
            Duration.ofSeconds(15),
            Duration.ofMillis(250));
}
