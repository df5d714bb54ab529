package dev.execbus.mcp;

import io.vertx.core.Future;

/** Where agents get their sessions from. Any thread. */
public interface AgentToolsOpener {
    Future<AgentTools> open();

    /** Fails with {@link dev.execbus.protocol.ErrorCode#INVALID_REQUEST} for one that nobody knows. */
    Future<AgentTools> resume(String sessionId);
}
