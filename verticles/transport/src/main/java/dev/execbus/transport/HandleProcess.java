package dev.execbus.transport;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.Failures;
import dev.execbus.bus.ProcessEvent.Exited;
import dev.execbus.bus.ProcessEvent.Output;
import dev.execbus.bus.ProcessService;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.HandleMethods;
import dev.execbus.protocol.HandleMethods.OutputDelta;
import dev.execbus.protocol.HandleMethods.Size;
import dev.execbus.protocol.ProcessMethods.CloseStdinParams;
import dev.execbus.protocol.ProcessMethods.Empty;
import dev.execbus.protocol.ProcessMethods.ResizeParams;
import dev.execbus.protocol.ProcessMethods.TerminateParams;
import dev.execbus.protocol.ProcessMethods.WriteParams;
import dev.execbus.protocol.ProcessMethods.WriteStatus;
import dev.execbus.protocol.SpawnParams;
import dev.execbus.protocol.StreamName;
import dev.execbus.protocol.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;

/** A process that its client knows by a handle, and the worker by an id of ours. Confined to the gateway's context. */
final class HandleProcess {
    /** For how long whoever else holds the output of a process that has exited is listened to. */
    private static final long DRAIN_NANOS = Duration.ofSeconds(2).toNanos();

    private static final ByteChunk NEWLINE = ByteChunk.utf8("\n");

    private final String id;
    private final Attachment from;
    private final SpawnParams params;
    private final HandleOutput stdout;
    private final HandleOutput stderr;
    private final Promise<Void> started = Promise.promise();
    private boolean stdinClosed;
    private Integer exitCode;
    private long drainedAt;

    HandleProcess(String id, Attachment from, SpawnParams params) {
        this.id = id;
        this.from = from;
        this.params = params;
        this.stdout = new HandleOutput(params.outputBytesCap());
        this.stderr = new HandleOutput(params.outputBytesCap());
    }

    String id() {
        return id;
    }

    String handle() {
        return params.processHandle();
    }

    /** What was asked meanwhile goes on. */
    void started() {
        started.complete();
    }

    void notStarted() {
        started.fail(unknown(handle()));
    }

    Future<Empty> write(ProcessService worker, ByteChunk delta, boolean close) {
        if (!params.takesInput()) {
            throw ExecbusException.invalidRequest("stdin streaming is not enabled for this process");
        }
        refuseOnceExited();
        if (delta.length() > 0 && stdinClosed) {
            throw stdinIsClosed();
        }
        boolean closes = close && !stdinClosed;
        stdinClosed |= close;
        return started.future().compose(running -> {
            // Both are on their way in this order; neither waits for the answer to the other.
            Future<Empty> written = delta.length() == 0 ? Future.succeededFuture(new Empty()) : write(worker, delta);
            Future<Empty> closed = closes ? closeStdin(worker) : Future.succeededFuture(new Empty());
            return written.compose(done -> closed);
        });
    }

    private Future<Empty> write(ProcessService worker, ByteChunk delta) {
        return worker.write(new ProcessService.Write(from, new WriteParams(id, delta, null)))
                .transform(done -> {
                    if (done.succeeded()) {
                        return written(done.result().response().status());
                    }
                    ExecbusException failure = Failures.told(done.cause());
                    return Future.failedFuture(failure.code() == ErrorCode.INTERNAL ? noLongerRunning() : failure);
                });
    }

    private Future<Empty> written(WriteStatus status) {
        return switch (status) {
            case ACCEPTED -> Future.succeededFuture(new Empty());
            case UNKNOWN_PROCESS, STARTING -> Future.failedFuture(noLongerRunning());
            case STDIN_CLOSED -> Future.failedFuture(exitCode == null ? stdinIsClosed() : noLongerRunning());
        };
    }

    /** On a terminal the end-of-file character counts only at the beginning of a line. */
    private Future<Empty> closeStdin(ProcessService worker) {
        Future<Empty> ended = params.tty() ? write(worker, NEWLINE) : Future.succeededFuture(new Empty());
        Future<Empty> closed = worker.closeStdin(new ProcessService.CloseStdin(from, new CloseStdinParams(id)))
                .map(new Empty());
        return ended.compose(done -> closed);
    }

    Future<Empty> resize(ProcessService worker, Size size) {
        if (!params.tty()) {
            throw ExecbusException.invalidRequest("failed to resize PTY: process is not attached to a PTY");
        }
        refuseOnceExited();
        ResizeParams resize = new ResizeParams(id, size.checked());
        return started.future()
                .compose(running -> worker.resize(new ProcessService.Resize(from, resize)))
                .map(new Empty());
    }

    Future<Empty> kill(ProcessService worker) {
        return started.future().compose(running -> terminate(worker)).map(new Empty());
    }

    /** Also one that is only starting. */
    Future<?> terminate(ProcessService worker) {
        return worker.terminate(new ProcessService.Terminate(from, new TerminateParams(id)));
    }

    Future<Void> output(Output event, HandleNotices notices, HeldOutput room, Future<Void> before) {
        boolean isStderr = event.stream() == StreamName.STDERR;
        HandleOutput output = isStderr ? stderr : stdout;
        if (!params.streamsOutput()) {
            output.keep(event.chunk(), room);
            return before;
        }
        ByteChunk delta = output.take(event.chunk());
        if (delta == null) {
            return before;
        }
        StreamName stream = isStderr ? StreamName.STDERR : StreamName.STDOUT;
        return notices.send(
                HandleMethods.OUTPUT_DELTA, new OutputDelta(handle(), stream, delta, output.capReached()), before);
    }

    /** On a terminal the peer cannot tell signals from failures. */
    void exited(Exited event, long nowNanos) {
        boolean killed = event.signal() != null && event.verdict() != Verdict.TIMEOUT;
        exitCode = params.tty() && killed ? 1 : event.exitCode();
        drainedAt = nowNanos + DRAIN_NANOS;
    }

    /** Whether it has exited and nothing that is still printed would be told. */
    boolean isDone() {
        return exitCode != null && stdout.capReached() && (params.tty() || stderr.capReached());
    }

    boolean isOverdue(long nowNanos) {
        return exitCode != null && nowNanos - drainedAt >= 0;
    }

    /** Once exited. */
    HandleMethods.Exited end(boolean drainTimedOut) {
        return new HandleMethods.Exited(
                handle(),
                exitCode,
                drainTimedOut,
                stdout.text(),
                stdout.capReached(),
                stderr.text(),
                stderr.capReached());
    }

    long keptBytes() {
        return (long) stdout.keptBytes() + stderr.keptBytes();
    }

    private void refuseOnceExited() {
        if (exitCode != null) {
            throw noLongerRunning();
        }
    }

    private ExecbusException noLongerRunning() {
        return ExecbusException.invalidRequest("process " + HandleMethods.quoted(handle()) + " is no longer running");
    }

    private static ExecbusException stdinIsClosed() {
        return ExecbusException.invalidRequest("stdin is already closed");
    }

    static ExecbusException unknown(String handle) {
        return ExecbusException.invalidRequest("no active process for process handle " + HandleMethods.quoted(handle));
    }
}
