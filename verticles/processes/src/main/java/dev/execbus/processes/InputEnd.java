package dev.execbus.processes;

import dev.execbus.protocol.TerminalSize;

/**
 * Our end of a process's stdin. The supervisor writes, the reactor tells when there is room again; the lock is held for
 * calls that do not wait.
 */
final class InputEnd implements Reactor.Handler {
    private static final int ROOM = EventCalls.EPOLLOUT | EventCalls.EPOLLONESHOT;
    private static final int CLOSED = -1;
    private static final int GONE = -1;

    private final Reactor reactor;
    private final WriteBuffer buffer;
    private final long token;
    private final long pid;
    private final boolean terminal;
    private final ProcessObserver observer;
    private int descriptor;
    private boolean watched;
    private boolean owesEndOfFile;

    InputEnd(
            Reactor reactor, WriteBuffer buffer, long pid, int descriptor, boolean terminal, ProcessObserver observer) {
        this.reactor = reactor;
        this.buffer = buffer;
        this.token = reactor.newToken();
        this.pid = pid;
        this.descriptor = descriptor;
        this.terminal = terminal;
        this.observer = observer;
    }

    synchronized int write(byte[] bytes, int offset) {
        if (descriptor == CLOSED) {
            return GONE;
        }
        int position = offset;
        while (position < bytes.length) {
            int length = Math.min(bytes.length - position, WriteBuffer.BYTES);
            int count = write(bytes, position, length);
            if (count < 0 && count != -Errno.EAGAIN) {
                return GONE;
            }
            position += Math.max(count, 0);
            if (count < length) {
                return awaitRoom() ? position - offset : GONE;
            }
        }
        return position - offset;
    }

    /** Closes the pipe, or types the end-of-file character as soon as the terminal takes it. */
    synchronized void finish() {
        if (!terminal) {
            close();
        } else if (descriptor != CLOSED) {
            typeEndOfFile();
        }
    }

    synchronized void resize(TerminalSize size) {
        if (terminal && descriptor != CLOSED) {
            TerminalCalls.resize(descriptor, size);
        }
    }

    /** Repeatable. */
    synchronized void close() {
        if (descriptor != CLOSED) {
            reactor.forget(descriptor, token);
            FileCalls.close(descriptor);
            descriptor = CLOSED;
        }
    }

    @Override
    public void ready() {
        if (!paidEndOfFile()) {
            observer.writable();
        }
    }

    @Override
    public void abandon() {
        close();
    }

    @Override
    public long pid() {
        return pid;
    }

    private synchronized boolean paidEndOfFile() {
        if (!owesEndOfFile || descriptor == CLOSED) {
            return false;
        }
        typeEndOfFile();
        return true;
    }

    private void typeEndOfFile() {
        int character = TerminalCalls.endOfFileCharacter(descriptor);
        owesEndOfFile = character > 0 && write(new byte[] {(byte) character}, 0, 1) == -Errno.EAGAIN && awaitRoom();
    }

    private int write(byte[] bytes, int offset, int length) {
        int count;
        do {
            count = buffer.write(descriptor, bytes, offset, length);
        } while (count == -Errno.EINTR);
        return count;
    }

    private boolean awaitRoom() {
        if (watched) {
            return reactor.watchAgain(descriptor, ROOM, token) == 0;
        }
        watched = reactor.watch(descriptor, ROOM, token, this) == 0;
        return watched;
    }
}
