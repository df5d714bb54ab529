package dev.execbus.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.ProcessMethods;
import dev.execbus.protocol.ProcessMethods.SignalParams;
import dev.execbus.protocol.ProcessMethods.TerminateParams;
import dev.execbus.protocol.RpcMessage;
import dev.execbus.protocol.TerminalSize;
import dev.execbus.server.RemoteEvent.Output;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One command on a server, through all the connections it takes: what was not answered on one is asked again on the
 * next. Confined to the client's context.
 */
final class RemoteProcess implements RemoteSession.Owner, RemoteInput.Listener {
    /** Where output goes and input comes from. */
    interface Local {
        /** The command runs, and its input is awaited. */
        void started();

        /** In order, each byte once. */
        void output(Output output);

        /** Much of the output is not written yet; {@link RemoteProcess#outputDrained} follows. */
        boolean isBehind();

        /** The server has one more piece of input. */
        void inputAcknowledged();

        /** The run goes on, but not as it should. */
        void warn(String sentence);
    }

    /** What is wanted until the server has confirmed it. */
    private enum Wish {
        INTERRUPT,
        TERMINATE
    }

    /**
     * Taken each second although nobody takes the output: a server lets go of a client that reads nothing, and then
     * nothing holds the command back.
     */
    private static final int TRICKLE_BYTES = 64 << 10;

    /** 64 MiB in all; what waits is in memory. */
    private static final int TRICKLES = 1_024;

    private record ReadFrame(String processId, long afterSeq) {}

    private record ResizeFrame(String processId, int rows, int cols) {}

    private final RunRequest request;
    private final RemoteSession session;
    private final Local local;
    private final Promise<RunOutcome> end = Promise.promise();
    private final OutputOrder order = new OutputOrder();
    private final RemoteInput input;
    private final Set<Wish> wishes = EnumSet.noneOf(Wish.class);

    private TerminalSize size;
    private boolean startSent;
    private boolean running;
    private boolean interrupted;
    private boolean reading;
    private long lastAtTick;
    private long allowance;
    private int trickles;
    private String failure;

    RemoteProcess(RunRequest request, TerminalSize size, RemoteSession session, Local local) {
        this.request = request;
        this.size = size;
        this.session = session;
        this.local = local;
        this.input = new RemoteInput(request.processId(), session, this::ready, this);
    }

    Future<RunOutcome> run() {
        session.open(this);
        return end.future();
    }

    void input(ByteChunk chunk) {
        input.write(chunk);
    }

    void inputEnded() {
        input.end();
    }

    /** The first time the command is asked to end, the second time it is made to; without a connection we end. */
    void interrupt() {
        if (!startSent) {
            finish(new RunOutcome.Failed("interrupted before the command was started"));
        } else if (!interrupted) {
            interrupted = true;
            wish(Wish.INTERRUPT);
        } else if (ready()) {
            wish(Wish.TERMINATE);
        } else {
            finish(new RunOutcome.Failed(
                    "interrupted without a connection; the server ends the command when its session expires"));
        }
    }

    void resize(TerminalSize changed) {
        size = changed;
        if (ready()) {
            session.call(ProcessMethods.RESIZE.name(), new ResizeFrame(request.processId(), size.rows(), size.cols()));
        }
    }

    void outputDrained() {
        if (!end.future().isComplete()) {
            trickles = 0;
            allowance = 0;
            session.resume();
            readOn();
        }
    }

    /** Output cannot be written any more: the command is ended, and the run has failed. */
    void outputFailed(String sentence) {
        failure = sentence;
        wish(Wish.TERMINATE);
    }

    /** A message could not be understood, or we have a bug: what comes next may be wrong, so nothing does. */
    void broke(Throwable cause) {
        finish(new RunOutcome.Failed("the run broke: " + cause));
    }

    @Override
    public void attached(String cwd) {
        reading = false;
        if (!running) {
            start(cwd);
            return;
        }
        resume();
    }

    private void start(String serverCwd) {
        boolean again = startSent;
        startSent = true;
        session.call(ProcessMethods.START.name(), request.frame(serverCwd, size))
                .onSuccess(answer -> started(again))
                .onFailure(cause -> {
                    if (again && cause.getMessage().endsWith(" already exists")) {
                        // The id is ours alone: the answer to the first attempt was lost.
                        started(true);
                    } else {
                        finish(notStarted((ExecbusException) cause));
                    }
                });
    }

    private void started(boolean again) {
        running = true;
        local.started();
        if (again) {
            resume();
        } else {
            input.resume();
            wishes.forEach(this::send);
        }
    }

    private static RunOutcome notStarted(ExecbusException cause) {
        String reason = cause.getMessage().replace('\n', ' ');
        boolean missing = reason.contains("No such file or directory") || reason.contains("No viable candidates");
        return new RunOutcome.Failed(
                missing ? RunOutcome.NOT_FOUND : RunOutcome.FAILED, "the command did not start: " + reason);
    }

    private void resume() {
        order.attached();
        readOn();
        input.resume();
        wishes.forEach(this::send);
        if (request.tty()) {
            resize(size);
        }
    }

    private boolean ready() {
        return running && session.attached();
    }

    private void readOn() {
        if (!ready() || reading || local.isBehind() || !order.needsRead()) {
            return;
        }
        reading = true;
        session.call(ProcessMethods.READ.name(), new ReadFrame(request.processId(), order.last()))
                .onSuccess(this::read)
                .onFailure(cause -> readFailed((ExecbusException) cause));
    }

    private void read(JsonNode result) {
        reading = false;
        long before = order.last();
        deliver(order.read(RemoteFrames.readAnswer(result)));
        if (order.last() > before) {
            readOn();
        }
    }

    private void readFailed(ExecbusException cause) {
        reading = false;
        if (!cause.code().retryable()) {
            finish(new RunOutcome.Failed("the server lost the command: " + cause.getMessage()));
        }
    }

    @Override
    public void notified(RpcMessage.Notification notification) {
        RemoteFrames.event(notification, request.processId()).ifPresent(event -> {
            if (event instanceof Output output) {
                allowance -= output.chunk().length();
            }
            deliver(order.pushed(event));
            readOn();
        });
    }

    private void deliver(List<Output> outputs) {
        outputs.forEach(local::output);
        if (order.isClosed() && order.exitCode().isPresent()) {
            finish(outcome(order.exitCode().getAsInt()));
        } else if (local.isBehind() && allowance <= 0) {
            session.pause();
        }
    }

    private RunOutcome outcome(int exitCode) {
        if (failure != null) {
            return new RunOutcome.Failed(failure);
        }
        return order.isIncomplete()
                ? new RunOutcome.Failed("some of the output is lost: the server kept it no longer")
                : new RunOutcome.Exited(exitCode);
    }

    @Override
    public void tick() {
        if (order.hasGap() && order.last() == lastAtTick) {
            order.missed();
        }
        lastAtTick = order.last();
        if (local.isBehind() && trickles < TRICKLES) {
            trickles++;
            allowance = TRICKLE_BYTES;
            session.resume();
        }
        readOn();
    }

    private void wish(Wish wish) {
        wishes.add(wish);
        if (ready()) {
            send(wish);
        }
    }

    private void send(Wish wish) {
        String processId = request.processId();
        Future<JsonNode> answer = switch (wish) {
            case INTERRUPT ->
                session.call(ProcessMethods.SIGNAL.name(), new SignalParams(processId, SignalParams.INTERRUPT));
            case TERMINATE -> session.call(ProcessMethods.TERMINATE.name(), new TerminateParams(processId));
        };
        answer.onComplete(done -> wishes.remove(wish));
    }

    @Override
    public void inputAcknowledged() {
        local.inputAcknowledged();
    }

    @Override
    public void inputRefused(String sentence) {
        failure = sentence;
        wish(Wish.TERMINATE);
    }

    @Override
    public void inputNotEnded(String sentence) {
        local.warn(sentence);
    }

    @Override
    public void lost(String sentence) {
        finish(new RunOutcome.Failed(sentence));
    }

    private void finish(RunOutcome outcome) {
        if (!end.future().isComplete()) {
            session.close();
            end.complete(outcome);
        }
    }
}
