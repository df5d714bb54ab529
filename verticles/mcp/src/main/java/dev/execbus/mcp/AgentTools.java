package dev.execbus.mcp;

import dev.execbus.client.BackendException;
import dev.execbus.client.EnvironmentCapabilities;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecMethods.CommandParams;
import dev.execbus.protocol.ExecMethods.CommandSummary;
import dev.execbus.protocol.ExecMethods.OutcomeResponse;
import dev.execbus.protocol.ExecMethods.WriteStdinParams;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * What one agent can do: a session of its own at some worker. Futures fail with an
 * {@link ExecbusException} whose message is meant for the agent. Any thread.
 */
public interface AgentTools {
    /** Hears of a command while its answer is waited for. */
    interface Listener {
        /** It goes on under this number; may be told twice. */
        void began(int sessionId);

        void printed(ByteChunk output);
    }

    /** @param eof nothing is behind it */
    record Block(ByteChunk bytes, long fileSize, boolean eof) {}

    /** A name in a directory; neither of both is something else. */
    record Entry(String name, boolean isDirectory, boolean isFile) {}

    /** By which the session can be had again, on another gateway too. */
    String id();

    /** What there is to be offered. */
    EnvironmentCapabilities capabilities();

    Future<OutcomeResponse> execCommand(CommandParams command, Listener listener);

    Future<OutcomeResponse> writeStdin(WriteStdinParams write);

    Future<List<CommandSummary>> list();

    /** True if it was running. */
    Future<Boolean> terminate(int sessionId);

    /** All it has printed, without the middle if that was too much; nothing for one that is not known. */
    Future<Optional<ByteChunk>> output(int sessionId);

    /** @param path absolute */
    Future<Block> readFile(String path, long offset, int length);

    Future<Void> writeFile(String path, ByteChunk bytes, boolean createDirectories);

    Future<List<Entry>> listDirectory(String path);

    /** Calls this once when the session is over without our doing. */
    void whenLost(Runnable lost);

    /** Ends the session and what runs in it. */
    Future<Void> end();

    /** Lets go of the session; it can be had again for a while. */
    Future<Void> leave();

    /** A backend's failure as one for the agent: what is fit for people is fit for models. */
    static <T> Future<T> told(Future<T> answer) {
        return answer.recover(cause -> Future.failedFuture(
                cause instanceof BackendException
                        ? new ExecbusException(ErrorCode.WORKER_UNAVAILABLE, cause.getMessage())
                        : cause));
    }
}
