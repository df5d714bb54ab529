package dev.execbus.unifiedexec;

import dev.execbus.bus.Timers.Timer;
import dev.execbus.client.ExecEvent;
import dev.execbus.client.ExecProcess;
import dev.execbus.client.ProcessState;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ExecMethods.CommandSummary;
import dev.execbus.unifiedexec.HeadTailBuffer.Content;
import dev.execbus.unifiedexec.Progress.Ended;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A command that was started: what it has printed, and how it stands. Confined to the session's context. */
final class RunningProcess implements ProcessStore.Entry {
    private final int id;
    private final String cmd;
    private final String cwd;
    private final boolean tty;
    private final ExecProcess process;
    private final Clock clock;
    private final Turns turns = new Turns();
    private final HeadTailBuffer pending;
    private final HeadTailBuffer transcript;
    private final Utf8Deltas deltas = new Utf8Deltas();
    private final List<Progress> listeners = new ArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private ProcessState state = ProcessState.RUNNING;
    private boolean closed;
    private boolean sandboxDenied;
    private boolean gone;
    private boolean terminated;
    private boolean released;
    private boolean over;
    private long lastUsed;
    private long printedBytes;

    RunningProcess(
            int id,
            String cmd,
            String cwd,
            boolean tty,
            ExecProcess process,
            Clock clock,
            int retainedBytes,
            MemoryBudget budget) {
        this.id = id;
        this.cmd = cmd;
        this.cwd = cwd;
        this.tty = tty;
        this.process = process;
        this.clock = clock;
        this.pending = new HeadTailBuffer(retainedBytes, budget);
        this.transcript = new HeadTailBuffer(retainedBytes, budget);
    }

    @Override
    public int id() {
        return id;
    }

    boolean tty() {
        return tty;
    }

    /** To write to it and the like. */
    ExecProcess process() {
        return process;
    }

    /** Whose turn it is to ask it. */
    Turns turns() {
        return turns;
    }

    ProcessState state() {
        return state;
    }

    @Override
    public boolean hasExited() {
        return state.hasExited();
    }

    boolean isClosed() {
        return closed;
    }

    boolean isSandboxDenied() {
        return sandboxDenied;
    }

    @Override
    public boolean isBusy() {
        return turns.taken() > 0;
    }

    @Override
    public long lastUsed() {
        return lastUsed;
    }

    long printedBytes() {
        return printedBytes;
    }

    void used(long count) {
        lastUsed = count;
    }

    CommandSummary summary() {
        return new CommandSummary(id, cmd, cwd, tty, hasExited(), state.exitCode());
    }

    void happened(ExecEvent event) {
        if (over) {
            return;
        }
        switch (event) {
            case ExecEvent.Output output -> printed(output.chunk().bytes());
            case ExecEvent.Exited exited -> {
                gone = true;
                sandboxDenied = exited.sandboxDenied();
                state = state.exited(exited.exitCode());
            }
            case ExecEvent.Closed end -> closed = true;
            case ExecEvent.Failed failed -> {
                closed = true;
                state = state.failed(failed.message());
            }
        }
        changed();
    }

    private void printed(byte[] bytes) {
        printedBytes += bytes.length;
        transcript.append(bytes);
        if (!released) {
            pending.append(bytes);
        }
        if (!listeners.isEmpty()) {
            tell(deltas.append(bytes));
        }
    }

    private void tell(List<ByteChunk> pieces) {
        for (ByteChunk piece : pieces) {
            List.copyOf(listeners).forEach(listener -> listener.output(id, piece));
        }
    }

    /** It does not take anything any more, so it counts as ended whatever else is known. */
    void refusedInput() {
        state = state.exited(null);
        changed();
    }

    private void changed() {
        List.copyOf(waiting).forEach(Runnable::run);
    }

    /** From now on what it prints is told. */
    void begin(Progress owner, String callId) {
        listeners.add(owner);
        owner.began(id, cmd, cwd, callId);
    }

    /** It hears along for a while. */
    void join(Progress listener) {
        if (listener != Progress.NONE && !over) {
            listeners.add(listener);
        }
    }

    void leave(Progress listener) {
        listeners.remove(listener);
    }

    void interaction(String chars) {
        List.copyOf(listeners).forEach(listener -> listener.interaction(id, chars));
    }

    /** When it holds, at the latest at that moment. */
    Future<Void> until(BooleanSupplier holds, long moment) {
        if (holds.getAsBoolean() || clock.isPast(moment)) {
            return Future.succeededFuture();
        }
        Promise<Void> reached = Promise.promise();
        Timer timer = clock.at(moment, reached::tryComplete);
        return whenever(holds, reached).onComplete(done -> timer.cancel());
    }

    /** When it holds. */
    Future<Void> when(BooleanSupplier holds) {
        return holds.getAsBoolean() ? Future.succeededFuture() : whenever(holds, Promise.promise());
    }

    private Future<Void> whenever(BooleanSupplier holds, Promise<Void> reached) {
        Runnable look = () -> {
            if (holds.getAsBoolean()) {
                reached.tryComplete();
            }
        };
        waiting.add(look);
        return reached.future().onComplete(done -> waiting.remove(look));
    }

    /** What was not asked for yet. */
    Content drain() {
        return pending.drain();
    }

    Content transcript() {
        return transcript.content();
    }

    /** Whether it was running; where this fails it counts as running on. */
    Future<Boolean> terminate() {
        terminated = true;
        return process.terminate().onFailure(cause -> terminated = false);
    }

    /** Nobody will ask it any more, so it must not run on. */
    void release() {
        released = true;
        pending.drain();
        if (!gone && !closed && !terminated) {
            terminate();
        }
    }

    /** Nobody will hear of it at all. */
    void discard() {
        over = true;
        release();
        forget();
    }

    /** Once; what it prints from now on is nobody's. */
    void end() {
        tell(deltas.flush());
        over = true;
        int exitCode = state.exitCode() == null ? -1 : state.exitCode();
        String output = new String(transcript.content().rendered(), StandardCharsets.UTF_8);
        String failure = state.failureMessage();
        Ended ended = new Ended(
                id, exitCode, failure != null || exitCode != 0, failure == null ? output : output + "\n" + failure);
        List.copyOf(listeners).forEach(listener -> listener.ended(ended));
        listeners.clear();
        changed();
    }

    /** Nobody will look at its transcript any more. */
    void forget() {
        transcript.drain();
    }
}
