package dev.execbus.processes;

import dev.execbus.bus.Timers;
import dev.execbus.protocol.StreamName;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Reports of a process that may be wrapped, with its exit as the last one: a wrapper ends a moment before what it has
 * wrapped, whose output and mount points would outlive the exit. Confined to the supervisor's context.
 */
final class HeldExit implements ProcessObserver {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ProcessObserver observer;
    private final Timers timers;
    private int openStreams;
    private Supplier<Future<Void>> givingBack;
    private ExitStatus status;
    private Timers.Timer timer;
    private boolean tidying;
    private boolean reported;

    HeldExit(ProcessObserver observer, Timers timers, int streams) {
        this.observer = observer;
        this.timers = timers;
        this.openStreams = streams;
    }

    /** Before the first report. Without it nothing is held back. */
    void until(Supplier<Future<Void>> wrapperIsGone) {
        givingBack = wrapperIsGone;
    }

    @Override
    public void output(StreamName stream, byte[] bytes) {
        observer.output(stream, bytes);
    }

    @Override
    public void ended(StreamName stream) {
        openStreams--;
        observer.ended(stream);
        tidyUp();
    }

    @Override
    public void exited(ExitStatus exit) {
        status = exit;
        if (givingBack == null) {
            report();
        } else {
            timer = timers.after(PATIENCE, this::report);
            tidyUp();
        }
    }

    @Override
    public void writable() {
        observer.writable();
    }

    private void tidyUp() {
        if (status != null && openStreams == 0 && givingBack != null && !tidying) {
            tidying = true;
            givingBack.get().onComplete(done -> report());
        }
    }

    private void report() {
        if (!reported) {
            reported = true;
            if (timer != null) {
                timer.cancel();
            }
            observer.exited(status);
        }
    }
}
