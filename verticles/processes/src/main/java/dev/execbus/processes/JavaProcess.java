package dev.execbus.processes;

import com.pty4j.PtyProcess;
import dev.execbus.protocol.Signal;
import dev.execbus.protocol.StreamName;
import dev.execbus.protocol.TerminalSize;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process of {@link JavaSpawner}: a thread for each stream, and one that waits for its end. */
final class JavaProcess implements SpawnedProcess {
    private static final Logger LOG = LoggerFactory.getLogger(JavaProcess.class);
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long NOT_QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int SIGNAL_BASE = 128;
    private static final int LAST_SIGNAL = 31;

    private final Process process;
    private final boolean ownGroup;
    private final boolean wrapped;
    private final ProcessObserver observer;
    private final List<OutputReader> outputs;
    private final InputQueue input;
    private boolean begun;
    private volatile boolean exited;
    private volatile boolean killed;

    JavaProcess(StartedProcess started, Launch launch, boolean ownGroup, ProcessObserver observer) {
        this.process = started.process();
        this.ownGroup = ownGroup;
        this.wrapped = launch.wrapped();
        this.observer = new SerialObserver(observer);
        this.outputs = launch.onTerminal()
                ? List.of(new OutputReader(started.outputs().getFirst(), StreamName.PTY, this.observer))
                : List.of(
                        new OutputReader(started.outputs().getFirst(), StreamName.STDOUT, this.observer),
                        new OutputReader(started.outputs().getLast(), StreamName.STDERR, this.observer));
        this.input = launch.onTerminal() || launch.pipeStdin()
                ? new InputQueue(process.getOutputStream(), launch.onTerminal(), process.pid(), this.observer)
                : null;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public void begin() {
        if (!begun) {
            begun = true;
            outputs.forEach(output -> output.start(pid()));
            Thread.ofPlatform().daemon().name("exit-" + pid()).start(this::awaitExit);
        }
    }

    @Override
    public int write(byte[] bytes, int offset) {
        return input == null || exited ? -1 : input.write(bytes, offset);
    }

    @Override
    public void closeStdin() {
        if (input != null) {
            input.finish();
        }
    }

    @Override
    public void pauseReading() {
        outputs.forEach(OutputReader::pause);
    }

    @Override
    public void resumeReading() {
        outputs.forEach(OutputReader::resume);
    }

    @Override
    public void stopReading() {
        outputs.forEach(OutputReader::stop);
    }

    @Override
    public void signalGroup(Signal signal) {
        if (exited) {
            return;
        }
        boolean kill = signal.equals(Signal.KILL);
        killed |= kill;
        if (wrapped && kill) {
            WrappedCommand.kill((int) pid(), GroupSignals.with(signal));
        } else {
            ProcessHandle.of(pid()).ifPresent(leader -> GroupSignals.send(leader, ownGroup, signal));
        }
    }

    @Override
    public boolean signalCommand(Signal signal) {
        return exited || WrappedCommand.signal((int) pid(), GroupSignals.with(signal));
    }

    @Override
    public void killLeftovers() {
        if (exited && ownGroup && ProcessHandle.of(pid()).isEmpty()) {
            GroupSignals.killLeftovers(pid());
        }
    }

    @Override
    public void resize(TerminalSize size) {
        if (process instanceof PtyProcess terminal && !exited) {
            terminal.setWinSize(TerminalStarter.windowSize(size));
        }
    }

    /** The streams of a terminal are one descriptor, which goes with the reader's. */
    @Override
    public void release() {
        begin();
        stopReading();
        if (input != null) {
            input.release();
        }
    }

    /** The streams usually end with the process; those that somebody else holds are given a moment to fall silent. */
    private void awaitExit() {
        try {
            int code = process.waitFor();
            exited = true;
            for (OutputReader output : outputs) {
                output.awaitQuiet(QUIET_NANOS, NOT_QUIET_NANOS);
            }
            observer.exited(status(code));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("reporting an exit failed pid={}", pid(), e);
        }
    }

    /**
     * Neither the JDK nor pty4j tells a signal from an exit with its number, as shells do not. A wrapper tells the end
     * of its command by such a number; it itself gets no signal but ours.
     */
    private ExitStatus status(int code) {
        int signal = code - SIGNAL_BASE;
        if (wrapped && !(killed && signal == Signal.KILL.number())) {
            return new ExitStatus.Code(code);
        }
        return signal > 0 && signal <= LAST_SIGNAL && !JavaSpawner.WINDOWS
                ? new ExitStatus.Killed(Signal.numbered(signal))
                : new ExitStatus.Code(code);
    }
}
