package dev.execbus.unifiedexec;

import dev.execbus.client.BackendException;
import dev.execbus.client.ProcessState;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ExecMethods.CommandParams;
import dev.execbus.protocol.ExecMethods.CommandSummary;
import dev.execbus.protocol.ExecMethods.OutcomeResponse;
import dev.execbus.protocol.ExecMethods.WriteStdinParams;
import dev.execbus.protocol.ProcessMethods.SignalParams;
import dev.execbus.protocol.ProcessMethods.WriteStatus;
import dev.execbus.unifiedexec.ExecPlaces.ExecPlace;
import dev.execbus.unifiedexec.HeadTailBuffer.Content;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The commands of one client. Works on one context, wherever it is called from. */
final class UnifiedExecSession implements UnifiedExec {
    /** For what comes after the exit, before an answer is given. */
    static final Duration AFTER_EXIT = Duration.ofMillis(50);
    /** So long without output after the exit, and no more is expected: on a busy machine it may come long after it. */
    private static final Duration PAUSE = Duration.ofMillis(10);

    /** For what comes after the exit, before the end is told. */
    static final Duration TRAILING_OUTPUT = Duration.ofMillis(100);

    /** For a program on a terminal to take what was written. */
    static final Duration AFTER_WRITE = Duration.ofMillis(100);

    /** Calls that wait for one command. */
    static final int MOST_CALLS = 64;

    private static final String CONTROL_C = "\u0003";

    private final UnifiedExecSettings settings;
    private final ExecPlaces places;
    private final Launches launches;
    private final ExecIds ids;
    private final ContextHop hop;
    private final Clock clock;
    private final YieldTimes yields;
    private final Truncation truncation;
    private final ProcessStore<RunningProcess> store;
    private final RecentProcesses processes = new RecentProcesses();
    private final Set<Integer> reserved = new HashSet<>();
    private long uses;
    private boolean closed;

    UnifiedExecSession(
            UnifiedExecSettings settings,
            ExecPlaces places,
            Launches launches,
            ExecIds ids,
            ContextHop hop,
            Clock clock) {
        this.settings = settings;
        this.places = places;
        this.launches = launches;
        this.ids = ids;
        this.hop = hop;
        this.clock = clock;
        this.yields = new YieldTimes(settings.maxEmptyPoll());
        this.truncation = new Truncation(settings.outputBytes(), settings.outputTokens());
        this.store = new ProcessStore<>(settings.maxProcesses(), settings.protectedProcesses());
    }

    @Override
    public Future<OutcomeResponse> execCommand(CommandParams command, Progress progress) {
        return hop.call(() -> command(command, progress));
    }

    @Override
    public Future<OutcomeResponse> writeStdin(WriteStdinParams write, Progress progress) {
        return hop.call(() -> write(write, progress));
    }

    @Override
    public Future<List<CommandSummary>> list() {
        return hop.call(() -> Future.succeededFuture(
                store.all().stream().map(RunningProcess::summary).toList()));
    }

    @Override
    public Future<Boolean> terminate(int sessionId) {
        return hop.call(
                () -> store.find(sessionId).map(this::terminate).orElseGet(() -> Future.succeededFuture(false)));
    }

    @Override
    public Future<Void> terminateAll() {
        return hop.call(() -> Future.join(
                        List.copyOf(store.drain()).stream().map(this::terminate).toList())
                .mapEmpty());
    }

    @Override
    public Future<Optional<ByteChunk>> transcript(int sessionId) {
        return hop.call(() -> Future.succeededFuture(processes
                .find(sessionId)
                .map(process -> ByteChunk.of(process.transcript().rendered()))));
    }

    @Override
    public Future<Void> close() {
        return hop.call(() -> {
            closed = true;
            return terminateAll();
        });
    }

    private Future<OutcomeResponse> command(CommandParams command, Progress progress) {
        if (command.cmd() == null) {
            throw ExecFailures.missingCommand();
        }
        if (closed) {
            throw ExecFailures.closed();
        }
        if (reserved.size() >= settings.maxProcesses()) {
            throw ExecFailures.tooMany("exec_command failed: " + reserved.size()
                    + " commands are being started or have been for a moment, which is the limit");
        }
        ExecPlace place = places.find(command.environmentId());
        int id = ids.sessionId(this::isTaken);
        reserved.add(id);
        return launches.launch(id, command, place)
                .onComplete(launched -> reserved.remove(id))
                .compose(process -> launched(process, command, progress));
    }

    private boolean isTaken(int id) {
        return reserved.contains(id)
                || store.find(id).isPresent()
                || processes.find(id).isPresent();
    }

    private Future<OutcomeResponse> launched(RunningProcess process, CommandParams command, Progress progress) {
        if (closed) {
            process.discard();
            throw ExecFailures.closed();
        }
        processes.add(process);
        process.begin(progress, command.callId());
        long began = clock.now();
        String warning = process.hasExited() ? null : store(process);
        Future<OutcomeResponse> outcome = process.turns()
                .take(() -> collected(
                                process,
                                began
                                        + YieldTimes.ofCommand(command.yieldTimeMs())
                                                .toNanos())
                        .map(done -> outcome(process, began, command.maxOutputTokens(), warning)));
        watch(process);
        return outcome;
    }

    /** Before it is waited for: who asked may go away meanwhile. Null, or a warning. */
    private String store(RunningProcess process) {
        process.used(++uses);
        store.insert(process).ifPresent(RunningProcess::release);
        int size = store.size();
        return settings.warnAt() == 0 || size < settings.warnAt()
                ? null
                : "The maximum number of unified exec processes you can keep open is " + settings.maxProcesses()
                        + " and you currently have " + size + " processes open. Reuse older processes or close them to "
                        + "prevent automatic pruning of old processes";
    }

    /** Output is waited for until then; after the exit not for long, or as long as it keeps coming. */
    private Future<Void> collected(RunningProcess process, long deadline) {
        return process.until(process::hasExited, deadline)
                .compose(exited -> process.hasExited()
                        ? process.until(process::isClosed, earlier(deadline, clock.in(AFTER_EXIT.minus(PAUSE))))
                                .compose(waited -> restOf(process, deadline))
                        : Future.succeededFuture());
    }

    private Future<Void> restOf(RunningProcess process, long deadline) {
        long before = process.printedBytes();
        return process.until(process::isClosed, earlier(deadline, clock.in(PAUSE)))
                .compose(waited -> process.printedBytes() == before || process.isClosed() || clock.isPast(deadline)
                        ? Future.succeededFuture()
                        : restOf(process, deadline));
    }

    private static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }

    /** The end is told once, after the answer of whoever is waiting. */
    private void watch(RunningProcess process) {
        process.when(process::hasExited)
                .compose(exited -> process.until(process::isClosed, clock.in(TRAILING_OUTPUT)))
                .compose(printed -> process.turns().take(Future::succeededFuture))
                .onComplete(done -> {
                    process.end();
                    processes.ended(process);
                });
    }

    private Future<OutcomeResponse> write(WriteStdinParams write, Progress progress) {
        RunningProcess process = find(write.sessionId());
        if (process.turns().taken() >= MOST_CALLS) {
            throw ExecFailures.tooMany(
                    "write_stdin failed: " + MOST_CALLS + " calls wait for this process, which is the limit");
        }
        String chars = write.chars() == null ? "" : write.chars();
        return process.turns().take(() -> {
            if (find(write.sessionId()) != process) {
                throw ExecFailures.unknownProcess(write.sessionId());
            }
            process.used(++uses);
            process.join(progress);
            return written(process, chars)
                    .compose(done -> answer(process, write, chars))
                    .onComplete(done -> process.leave(progress));
        });
    }

    private Future<OutcomeResponse> answer(RunningProcess process, WriteStdinParams write, String chars) {
        if (!chars.isEmpty()) {
            process.interaction(chars);
        }
        long began = clock.now();
        Duration yield = yields.ofWrite(write.yieldTimeMs(), chars.isEmpty());
        return collected(process, began + yield.toNanos()).map(done -> {
            if (chars.isEmpty() && !process.hasExited()) {
                process.interaction(chars);
            }
            return outcome(process, began, write.maxOutputTokens());
        });
    }

    private RunningProcess find(int sessionId) {
        return store.find(sessionId).orElseThrow(() -> ExecFailures.unknownProcess(sessionId));
    }

    private Future<Void> written(RunningProcess process, String chars) {
        if (chars.isEmpty()) {
            return Future.succeededFuture();
        }
        if (!process.tty()) {
            if (!chars.equals(CONTROL_C)) {
                throw ExecFailures.stdinClosed();
            }
            return hop.to(process.process().signal(SignalParams.INTERRUPT))
                    .recover(cause -> notWritten(process, cause));
        }
        return hop.to(process.process().write(chars.getBytes(StandardCharsets.UTF_8)))
                .transform(done -> taken(process, done));
    }

    private Future<Void> taken(RunningProcess process, AsyncResult<WriteStatus> done) {
        if (done.failed()) {
            return notWritten(process, done.cause());
        }
        return switch (done.result()) {
            case ACCEPTED -> clock.sleep(AFTER_WRITE);
            case UNKNOWN_PROCESS, STDIN_CLOSED -> {
                process.refusedInput();
                yield Future.succeededFuture();
            }
            case STARTING -> throw ExecFailures.notWritten();
        };
    }

    private Future<Void> notWritten(RunningProcess process, Throwable cause) {
        if (process.hasExited()) {
            return Future.succeededFuture();
        }
        if (cause instanceof BackendException lost) {
            release(process);
            throw ExecFailures.lostWhilePolling(lost.getMessage());
        }
        throw ExecFailures.notWritten();
    }

    private OutcomeResponse outcome(RunningProcess process, long began, Long maxOutputTokens) {
        ProcessState state = process.state();
        if (state.failureMessage() != null) {
            release(process);
            throw ExecFailures.lostWhilePolling(state.failureMessage());
        }
        return answered(process, began, maxOutputTokens, null);
    }

    private OutcomeResponse outcome(RunningProcess process, long began, Long maxOutputTokens, String warning) {
        ProcessState state = process.state();
        if (state.failureMessage() != null) {
            release(process);
            throw ExecFailures.lostWhileStarting(state.failureMessage());
        }
        if (process.isSandboxDenied()) {
            String output = truncation.apply(process.drain(), maxOutputTokens);
            release(process);
            throw ExecFailures.deniedBySandbox(output, state.exitCode());
        }
        return answered(process, began, maxOutputTokens, warning);
    }

    private OutcomeResponse answered(RunningProcess process, long began, Long maxOutputTokens, String warning) {
        double seconds = (clock.now() - began) / (double) TimeUnit.SECONDS.toNanos(1);
        Content content = process.drain();
        boolean exited = process.hasExited();
        if (exited) {
            release(process);
        }
        Integer exitCode = process.state().exitCode();
        Integer sessionId = exited ? null : process.id();
        long tokens = Truncation.tokens(content.totalBytes());
        String output = truncation.apply(content, maxOutputTokens);
        String chunkId = ids.chunkId();
        return new OutcomeResponse(
                chunkId,
                seconds,
                exitCode,
                sessionId,
                tokens,
                output,
                ResponseText.of(chunkId, seconds, exitCode, sessionId, tokens, output, warning),
                warning);
    }

    /** Its number means nothing any more. */
    private void release(RunningProcess process) {
        store.remove(process);
        process.release();
    }

    private Future<Boolean> terminate(RunningProcess process) {
        if (process.hasExited()) {
            release(process);
            return Future.succeededFuture(false);
        }
        return hop.to(process.terminate()).onSuccess(running -> {
            store.remove(process);
            // Whoever is asking it gets its answer first.
            process.turns().take(() -> {
                process.release();
                return Future.succeededFuture();
            });
        });
    }
}
