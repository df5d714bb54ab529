package dev.execbus.unifiedexec;

import dev.execbus.protocol.ByteChunk;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Commands as an agent runs them: an answer within a time it chooses, bounded in tokens, with a number under which a command
 * that still runs can be asked again. One for each client. All methods may be called from any thread; futures fail with an
 * {@link dev.execbus.protocol.ExecbusException} whose message is the text for the model.
 */
public interface UnifiedExec {
    /**
     * @param cmd for the shell
     * @param workdir relative ones are joined to the usual one without a look at any disk; null or empty for that
     * @param shell path or name; null for the one of the place where it runs
     * @param login null for true
     * @param yieldTimeMs how long to wait for output; null for 10,000
     * @param maxOutputTokens null for 10,000
     * @param sandboxPermissions {@code use_default} or {@code require_escalated}; null for the former
     * @param justification for whoever is asked; null for none
     * @param prefixRule beginnings of commands that may be allowed along with this one; null for none
     * @param environmentId null for the usual one
     */
    record ExecCommand(
            String cmd,
            String workdir,
            String shell,
            Boolean login,
            boolean tty,
            Long yieldTimeMs,
            Long maxOutputTokens,
            String sandboxPermissions,
            String justification,
            List<String> prefixRule,
            String environmentId) {
        public ExecCommand {
            prefixRule = prefixRule == null ? null : List.copyOf(prefixRule);
        }

        /** With nothing but the command. */
        public static ExecCommand of(String cmd) {
            return new ExecCommand(cmd, null, null, null, false, null, null, null, null, null, null);
        }
    }

    /**
     * @param chars what to write; null or empty to look for output only
     * @param yieldTimeMs null for 250
     * @param maxOutputTokens null for 10,000
     */
    record WriteStdin(int sessionId, String chars, Long yieldTimeMs, Long maxOutputTokens) {}

    /**
     * @param exitCode null while it runs, and where it is not known
     * @param sessionId for {@link #writeStdin}; null once it has exited
     * @param originalTokenCount of all it has printed since the last answer
     * @param output as far as it was asked for
     * @param text all of this for a model
     * @param warning null for none
     */
    record Outcome(
            String chunkId,
            double wallTimeSeconds,
            Integer exitCode,
            Integer sessionId,
            long originalTokenCount,
            String output,
            String text,
            String warning) {}

    /** @param exitCode null while it runs, and where it is not known */
    record Running(int sessionId, String cmd, String cwd, boolean tty, boolean exited, Integer exitCode) {}

    /** @param progress hears of the command until it has ended, also after the answer */
    Future<Outcome> execCommand(ExecCommand command, Progress progress);

    /** @param progress hears of the command until the answer */
    Future<Outcome> writeStdin(WriteStdin write, Progress progress);

    /** Those that can be asked, the oldest first. */
    Future<List<Running>> list();

    /** True if it was running. It is unknown afterwards, unless this fails. */
    Future<Boolean> terminate(int sessionId);

    Future<Void> terminateAll();

    /** Everything ends, also what is only being started; nothing can be called after it. Repeatable. */
    Future<Void> close();

    /** What it has printed, without the middle if that was too much; also of those that ended last. */
    Future<Optional<ByteChunk>> transcript(int sessionId);
}
