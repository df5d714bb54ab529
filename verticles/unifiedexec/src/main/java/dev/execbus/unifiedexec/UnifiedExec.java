package dev.execbus.unifiedexec;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ExecMethods.CommandParams;
import dev.execbus.protocol.ExecMethods.CommandSummary;
import dev.execbus.protocol.ExecMethods.OutcomeResponse;
import dev.execbus.protocol.ExecMethods.WriteStdinParams;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Commands as an agent runs them: an answer within a time it chooses, bounded in tokens, with a number under which a command
 * that still runs can be asked again. One for each client. All methods may be called from any thread; futures fail with an
 * {@link dev.execbus.protocol.ExecbusException} whose message is the text for the model.
 */
public interface UnifiedExec {
    /** @param progress hears of the command until it has ended, also after the answer */
    Future<OutcomeResponse> execCommand(CommandParams command, Progress progress);

    /** @param progress hears of the command until the answer */
    Future<OutcomeResponse> writeStdin(WriteStdinParams write, Progress progress);

    /** Those that can be asked, the oldest first. */
    Future<List<CommandSummary>> list();

    /** True if it was running. It is unknown afterwards, unless this fails. */
    Future<Boolean> terminate(int sessionId);

    Future<Void> terminateAll();

    /** Everything ends, also what is only being started; nothing can be called after it. Repeatable. */
    Future<Void> close();

    /** What it has printed, without the middle if that was too much; also of those that ended last. */
    Future<Optional<ByteChunk>> transcript(int sessionId);
}
