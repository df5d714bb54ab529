package dev.execbus.client;

import dev.execbus.client.ExecEvent.Closed;
import dev.execbus.client.ExecEvent.Exited;
import dev.execbus.protocol.ProcessMethods.ReadParams;
import dev.execbus.protocol.ProcessMethods.ReadResponse;
import dev.execbus.protocol.ProcessMethods.ResizeParams;
import dev.execbus.protocol.ProcessMethods.SignalParams;
import dev.execbus.protocol.ProcessMethods.WriteStatus;
import dev.execbus.protocol.TerminalSize;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One process of a backend, from before its start until its last event. Confined to the backend's loop but for the interface. */
final class TrackedProcess implements ExecProcess, CatchUp.Reader {
    private final String id;
    private final boolean tty;
    private final Loop loop;
    private final ProcessCalls calls;
    private final Consumer<TrackedProcess> forget;
    private final EventOrder order = new EventOrder();
    private final EventOutlet outlet = new EventOutlet(order);
    private final CatchUp catchUp;
    private final StdinQueue stdin;
    private final ReadWaits waits;
    private volatile ProcessState state = ProcessState.RUNNING;
    private boolean started;
    private boolean lookAtStart;
    private boolean heardLately;
    private boolean readForListener;

    /** @param forget nothing more needs to be told to this */
    TrackedProcess(String id, boolean tty, Loop loop, ProcessCalls calls, Consumer<TrackedProcess> forget) {
        this.id = id;
        this.tty = tty;
        this.loop = loop;
        this.calls = calls;
        this.forget = forget;
        this.catchUp = new CatchUp(loop, this);
        this.stdin = new StdinQueue(id, calls);
        this.waits = new ReadWaits(loop.timers());
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public ProcessState state() {
        return state;
    }

    @Override
    public void events(Consumer<ExecEvent> hears) {
        loop.run(() -> {
            outlet.open(hears);
            goOn();
        });
    }

    @Override
    public Future<ReadResponse> read(long afterSeq, Integer maxBytes, long waitMs) {
        ReadParams params = new ReadParams(id, afterSeq, maxBytes == null ? Long.MAX_VALUE : maxBytes, 0);
        return loop.ask(() -> {
            boolean waiting = waitMs > 0 && !hasNews(afterSeq);
            return (waiting ? waits.await(afterSeq, Duration.ofMillis(waitMs)) : Future.<Void>succeededFuture())
                    .compose(now -> isLost() ? Future.failedFuture(lost()) : calls.read(params))
                    .onSuccess(this::looked)
                    .recover(cause -> isLost()
                            ? Future.succeededFuture(ReadResponse.failed(params, state.failureMessage()))
                            : Future.failedFuture(cause));
        });
    }

    /** A read after this number need not wait. */
    private boolean hasNews(long afterSeq) {
        return order.isPast(afterSeq) || order.isCloseKnown() || isLost();
    }

    private void looked(ReadResponse answer) {
        observe(answer);
        order.looked(answer);
        goOn();
    }

    @Override
    public Future<WriteStatus> write(byte[] bytes) {
        return unlessLost(() -> stdin.write(bytes).onSuccess(this::written));
    }

    /** Of a terminal that takes nothing more the process is gone; a pipe can be closed by either side before that. */
    private void written(WriteStatus status) {
        if (status == WriteStatus.UNKNOWN_PROCESS || (tty && status == WriteStatus.STDIN_CLOSED)) {
            state = state.exited(null);
        }
    }

    @Override
    public Future<Void> signal(String signal) {
        return unlessLost(() -> calls.signal(new SignalParams(id, signal)));
    }

    @Override
    public Future<Void> resize(TerminalSize size) {
        return unlessLost(() -> calls.resize(new ResizeParams(id, size)));
    }

    @Override
    public Future<Void> closeStdin() {
        return unlessLost(stdin::close);
    }

    @Override
    public Future<Boolean> terminate() {
        return unlessLost(() -> order.isCloseKnown()
                ? Future.succeededFuture(false)
                : calls.terminate(id).onSuccess(wasRunning -> state = state.exited(null)));
    }

    private <T> Future<T> unlessLost(Supplier<Future<T>> question) {
        return loop.ask(() -> isLost() ? Future.failedFuture(lost()) : question.get());
    }

    private boolean isLost() {
        return state.failureMessage() != null;
    }

    private BackendException lost() {
        return new BackendException(state.failureMessage());
    }

    /** It exists over there. */
    void started() {
        started = true;
        if (lookAtStart) {
            catchUp.look();
        }
        goOn();
    }

    /** Something was told of it; that may come before it is {@link #started}. */
    void happened(Heard heard) {
        heardLately = true;
        order.told(heard);
        switch (heard) {
            case Heard.Event event -> {
                if (event.event() instanceof Exited exited) {
                    state = state.exited(exited.exitCode());
                } else if (event.event() instanceof Closed) {
                    state = state.exited(null);
                }
            }
            case Heard.BareExit exit -> state = state.exited(exit.exitCode());
            case Heard.BareClose close -> state = state.exited(null);
        }
        goOn();
    }

    /** Something may have been missed. */
    void look() {
        if (started) {
            catchUp.look();
        } else {
            lookAtStart = true;
        }
    }

    /** Time has passed: a process that said nothing meanwhile is looked at, since its last word may be what is missing. */
    void tick() {
        if (started && !heardLately) {
            catchUp.look();
        }
        heardLately = false;
    }

    /** Nothing more can be known, unless everything is known. */
    @Override
    public void failed(String message) {
        stdin.end(new BackendException(message));
        if (!outlet.isOver() && (!order.isCloseKnown() || order.isMissingSome())) {
            state = state.failed(message);
            goOn();
        }
    }

    private void goOn() {
        outlet.tell(state.failureMessage());
        waits.wake(this::hasNews);
        if (order.isCloseKnown() || isLost()) {
            forget.accept(this);
        }
        if (started && !isLost()) {
            catchUp.check();
        }
    }

    /** Without a listener nothing is in the way: what does not fit is read once there is one. */
    @Override
    public boolean isMissingSome() {
        return outlet.isOpen() && !outlet.isOver() && order.isMissingSome();
    }

    @Override
    public Future<ReadResponse> read() {
        readForListener = outlet.isOpen();
        return calls.read(new ReadParams(id, readForListener ? order.last() : order.highest(), Long.MAX_VALUE, 0));
    }

    @Override
    public boolean took(ReadResponse answer) {
        long before = order.last();
        observe(answer);
        if (readForListener) {
            order.read(answer);
        } else {
            order.looked(answer);
        }
        goOn();
        return order.last() > before;
    }

    private void observe(ReadResponse answer) {
        if (answer.failure() != null) {
            failed(answer.failure());
        } else if (answer.exited()) {
            state = state.exited(answer.exitCode());
        }
    }
}
