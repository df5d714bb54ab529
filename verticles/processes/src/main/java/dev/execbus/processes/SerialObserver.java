package dev.execbus.processes;

import dev.execbus.protocol.StreamName;

/** Lets several threads report, one at a time. */
final class SerialObserver implements ProcessObserver {
    private final ProcessObserver observer;

    SerialObserver(ProcessObserver observer) {
        this.observer = observer;
    }

    @Override
    public synchronized void output(StreamName stream, byte[] bytes) {
        observer.output(stream, bytes);
    }

    @Override
    public synchronized void ended(StreamName stream) {
        observer.ended(stream);
    }

    @Override
    public synchronized void exited(ExitStatus status) {
        observer.exited(status);
    }

    @Override
    public synchronized void writable() {
        observer.writable();
    }
}
