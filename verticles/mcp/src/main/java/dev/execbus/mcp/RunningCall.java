package dev.execbus.mcp;

import dev.execbus.mcp.AgentTools.Listener;
import dev.execbus.protocol.ByteChunk;
import java.util.concurrent.Executor;

/**
 * A call that waits for a command. If the agent does not want the answer any more, the command that the call has started
 * is ended, for nobody would learn of it. Confined to the endpoint's context, but for the listener, which any thread calls.
 */
final class RunningCall implements Listener {
    private final AgentTools tools;
    private final CallProgress progress;
    private final Executor context;
    private Integer startedId;
    private boolean cancelled;

    RunningCall(AgentTools tools, CallProgress progress, Executor context) {
        this.tools = tools;
        this.progress = progress;
        this.context = context;
    }

    @Override
    public void began(int sessionId) {
        context.execute(() -> {
            if (startedId == null) {
                startedId = sessionId;
                progress.began(sessionId);
                endIfCancelled();
            }
        });
    }

    @Override
    public void printed(ByteChunk output) {
        context.execute(() -> progress.printed(output));
    }

    void cancelled() {
        cancelled = true;
        progress.end();
        endIfCancelled();
    }

    void answered() {
        progress.end();
    }

    private void endIfCancelled() {
        if (cancelled && startedId != null) {
            tools.terminate(startedId);
        }
    }
}
