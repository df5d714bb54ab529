package dev.execbus.processes;

import dev.execbus.protocol.Signal;
import dev.execbus.protocol.TerminalSize;
import java.util.ArrayList;
import java.util.List;

/** A process that is none: it remembers what was asked of it. */
final class RecordedProcess implements SpawnedProcess {
    final List<String> asked = new ArrayList<>();
    /** Whether a wrapper has got so far as to have a command. */
    boolean hasCommand;

    @Override
    public long pid() {
        return 1;
    }

    @Override
    public void begin() {}

    @Override
    public int write(byte[] bytes, int offset) {
        return bytes.length - offset;
    }

    @Override
    public void closeStdin() {}

    @Override
    public void pauseReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public void stopReading() {}

    @Override
    public void signalGroup(Signal signal) {
        asked.add("group " + signal.name());
    }

    @Override
    public boolean signalCommand(Signal signal) {
        if (hasCommand) {
            asked.add("command " + signal.name());
        }
        return hasCommand;
    }

    @Override
    public void killLeftovers() {}

    @Override
    public void resize(TerminalSize size) {}

    @Override
    public void release() {
        asked.add("release");
    }
}
