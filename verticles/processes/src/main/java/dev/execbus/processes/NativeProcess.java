package dev.execbus.processes;

import dev.execbus.protocol.Signal;
import dev.execbus.protocol.TerminalSize;
import java.util.List;
import java.util.function.Consumer;

/** A process of {@link NativeSpawner}: its streams and its exit are the reactor's business, its stdin the caller's. */
final class NativeProcess implements SpawnedProcess {
    private final Reactor reactor;
    private final long pid;
    private final InputEnd input;
    private final List<OutputEnd> outputs;
    private final ExitWatch exit;
    private boolean begun;

    /** @param input null without stdin */
    NativeProcess(Reactor reactor, long pid, InputEnd input, List<OutputEnd> outputs, ExitWatch exit) {
        this.reactor = reactor;
        this.pid = pid;
        this.input = input;
        this.outputs = outputs;
        this.exit = exit;
    }

    @Override
    public long pid() {
        return pid;
    }

    /** The exit comes last: it drains the outputs, which must be the reactor's by then. */
    @Override
    public void begin() {
        if (!begun) {
            begun = true;
            outputs.forEach(OutputEnd::begin);
            exit.begin();
        }
    }

    @Override
    public int write(byte[] bytes, int offset) {
        return input == null ? -1 : input.write(bytes, offset);
    }

    @Override
    public boolean look() {
        return reactor.look();
    }

    @Override
    public void closeStdin() {
        if (input != null) {
            input.finish();
        }
    }

    @Override
    public void pauseReading() {
        onOutputs(OutputEnd::pause);
    }

    @Override
    public void resumeReading() {
        onOutputs(OutputEnd::resume);
    }

    @Override
    public void stopReading() {
        onOutputs(OutputEnd::end);
    }

    @Override
    public void signalGroup(Signal signal) {
        exit.signalGroup(signal.number());
    }

    @Override
    public boolean signalCommand(Signal signal) {
        return exit.signalCommand(signal.number());
    }

    @Override
    public void killLeftovers() {
        exit.killLeftovers();
    }

    @Override
    public void resize(TerminalSize size) {
        if (input != null) {
            input.resize(size);
        }
    }

    @Override
    public void release() {
        begin();
        if (!outputs.stream().allMatch(OutputEnd::hasEnded)) {
            stopReading();
        }
        if (input != null) {
            input.close();
        }
    }

    private void onOutputs(Consumer<OutputEnd> action) {
        reactor.execute(() -> outputs.forEach(output -> reactor.guard(output, () -> action.accept(output))));
    }
}
