package dev.execbus.processes;

import dev.execbus.bus.Timers;
import dev.execbus.protocol.Signal;
import dev.execbus.protocol.TerminalSize;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A bubblewrap and the command in it. Kills go to the former, with which everything inside ends; other signals go to
 * the command, and wait a little while there is none yet. Confined to the supervisor's context.
 */
final class WrappedProcess implements SpawnedProcess {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(128);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final SpawnedProcess outer;
    private final Timers timers;
    private final Runnable ended;
    private final Set<Signal> waiting = new LinkedHashSet<>();
    private Timers.Timer retry;
    private Duration waited = Duration.ZERO;
    private boolean released;

    /** @param ended called once, when it has exited and its streams have ended */
    WrappedProcess(SpawnedProcess outer, Timers timers, Runnable ended) {
        this.outer = outer;
        this.timers = timers;
        this.ended = ended;
    }

    @Override
    public void signalGroup(Signal signal) {
        if (signal.equals(Signal.KILL)) {
            forgetWaiting();
            outer.signalGroup(signal);
        } else if (retry != null) {
            waiting.add(signal);
        } else if (!outer.signalCommand(signal)) {
            waiting.add(signal);
            waited = Duration.ZERO;
            retryAfter(FIRST_PAUSE);
        }
    }

    @Override
    public boolean signalCommand(Signal signal) {
        return outer.signalCommand(signal);
    }

    private void retryAfter(Duration pause) {
        retry = timers.after(pause, () -> {
            retry = null;
            waited = waited.plus(pause);
            waiting.removeIf(outer::signalCommand);
            if (waiting.isEmpty()) {
                return;
            }
            if (waited.compareTo(PATIENCE) < 0) {
                Duration doubled = pause.multipliedBy(2);
                retryAfter(doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE);
            } else {
                waiting.forEach(outer::signalGroup);
                waiting.clear();
            }
        });
    }

    private void forgetWaiting() {
        waiting.clear();
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
    }

    @Override
    public void release() {
        outer.release();
        forgetWaiting();
        if (!released) {
            released = true;
            ended.run();
        }
    }

    @Override
    public long pid() {
        return outer.pid();
    }

    @Override
    public void begin() {
        outer.begin();
    }

    @Override
    public int write(byte[] bytes, int offset) {
        return outer.write(bytes, offset);
    }

    @Override
    public void closeStdin() {
        outer.closeStdin();
    }

    @Override
    public void pauseReading() {
        outer.pauseReading();
    }

    @Override
    public void resumeReading() {
        outer.resumeReading();
    }

    @Override
    public void stopReading() {
        outer.stopReading();
    }

    @Override
    public void killLeftovers() {
        outer.killLeftovers();
    }

    @Override
    public void resize(TerminalSize size) {
        outer.resize(size);
    }
}
