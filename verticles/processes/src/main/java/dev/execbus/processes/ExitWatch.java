package dev.execbus.processes;

import dev.execbus.protocol.Signal;
import java.util.List;
import java.util.Optional;

/** Waits for the end of a leader and reaps it. Until then, and not after, its pid names its group. */
final class ExitWatch implements Reactor.Handler {
    private static final int NOTHING_YET = 0;

    private final Reactor reactor;
    private final long token;
    private final int pid;
    private final int pidDescriptor;
    private final List<OutputEnd> outputs;
    private final ProcessObserver observer;
    private final boolean wrapped;
    private boolean reaped;
    private boolean closed;

    ExitWatch(
            Reactor reactor,
            int pid,
            int pidDescriptor,
            List<OutputEnd> outputs,
            ProcessObserver observer,
            boolean wrapped) {
        this.reactor = reactor;
        this.token = reactor.newToken();
        this.pid = pid;
        this.pidDescriptor = pidDescriptor;
        this.outputs = outputs;
        this.observer = observer;
        this.wrapped = wrapped;
    }

    /** Takes its place while a failure can still fail the spawn; {@link #begin} then cannot fail. */
    int prepare() {
        return reactor.watch(pidDescriptor, NOTHING_YET, token, this);
    }

    void begin() {
        reactor.watchAgain(pidDescriptor, EventCalls.EPOLLIN, token);
    }

    /** Excludes reaping: a freed pid could be somebody else's. */
    synchronized void signalGroup(int signal) {
        if (reaped) {
            return;
        }
        if (wrapped && signal == Signal.KILL.number()) {
            WrappedCommand.kill(pid, KillCall.with(signal));
        } else {
            KillCall.group(pid, signal);
        }
    }

    /** False while a wrapped command is not there yet. Excludes reaping for the same reason. */
    synchronized boolean signalCommand(int signal) {
        return reaped || WrappedCommand.signal(pid, KillCall.with(signal));
    }

    /**
     * The number of a group is not given away while somebody is in it; a process of that number can only be another one
     * that came when the group was empty.
     */
    synchronized void killLeftovers() {
        if (reaped && ProcessHandle.of(pid).isEmpty()) {
            KillCall.group(pid, Signal.KILL.number());
        }
    }

    @Override
    public void ready() {
        outputs.forEach(output -> reactor.guard(output, output::leaderExited));
        Optional<ExitStatus> status = reap();
        if (status.isPresent()) {
            abandon();
            observer.exited(status.get());
        }
    }

    @Override
    public void abandon() {
        if (!closed) {
            closed = true;
            reactor.forget(pidDescriptor, token);
            FileCalls.close(pidDescriptor);
        }
    }

    @Override
    public long pid() {
        return pid;
    }

    private synchronized Optional<ExitStatus> reap() {
        Optional<ExitStatus> status = ProcessCalls.reap(pidDescriptor);
        reaped = status.isPresent();
        return status;
    }
}
