package dev.execbus.processes;

import dev.execbus.protocol.StreamName;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Our end of one stream of output. From {@link #begin} on it belongs to the reactor's thread, which reads at most one
 * buffer of it per turn, so that a loud process does not keep the others waiting.
 */
final class OutputEnd implements Reactor.Handler {
    private static final int LOUD_AFTER_BYTES = 1 << 20;
    private static final int LOUD_PIPE_BYTES = 1 << 20;
    /** So much within so short a time, about 100 MB/s, is loud. */
    private static final int LOUD_WINDOW_BYTES = 512 << 10;

    private static final long LOUD_WINDOW_NANOS = 5_000_000;
    /** A full pipe at most: what else there is was written by those who survive the leader. */
    private static final int DRAINED_BYTES = LOUD_PIPE_BYTES;

    private final Reactor reactor;
    private final long token;
    private final long pid;
    private final int descriptor;
    private final StreamName stream;
    private final ProcessObserver observer;
    private long delivered;
    private boolean widened;
    private long windowStart;
    private long windowBytes;
    private boolean paused;
    private boolean hungUp;
    private volatile boolean ended;

    OutputEnd(Reactor reactor, long pid, int descriptor, StreamName stream, ProcessObserver observer) {
        this.reactor = reactor;
        this.token = reactor.newToken();
        this.pid = pid;
        this.descriptor = descriptor;
        this.stream = stream;
        this.observer = observer;
        this.widened = stream == StreamName.PTY;
    }

    /** Once, from any thread. */
    void begin() {
        if (reactor.watch(descriptor, EventCalls.EPOLLIN, token, this) < 0) {
            reactor.execute(() -> reactor.guard(this, this::end));
        }
    }

    boolean hasEnded() {
        return ended;
    }

    /** Not watched at all while paused: a hang-up would be reported without end. */
    void pause() {
        if (!ended && !paused) {
            paused = true;
            reactor.forget(descriptor, token);
        }
    }

    void resume() {
        if (!ended && paused) {
            paused = false;
            if (hungUp) {
                drain();
            } else {
                begin();
            }
        }
    }

    /**
     * Reads what there is; nothing while paused. The end of a session leader hangs up its terminal: survivors still
     * hold it, but what they write gets nowhere, so that an empty terminal has ended.
     */
    void leaderExited() {
        hungUp = stream == StreamName.PTY;
        drain();
    }

    private void drain() {
        int read = 0;
        while (!ended && !paused && (hungUp || read < DRAINED_BYTES)) {
            int count = readOnce();
            if (count == 0) {
                return;
            }
            read += count;
        }
    }

    /** Ends the stream, whoever still writes to it. */
    void end() {
        if (!ended) {
            ended = true;
            reactor.forget(descriptor, token);
            FileCalls.close(descriptor);
            observer.ended(stream);
        }
    }

    @Override
    public void ready() {
        if (!ended && !paused) {
            readOnce();
        }
    }

    @Override
    public void abandon() {
        end();
    }

    @Override
    public long pid() {
        return pid;
    }

    /** The number of bytes delivered; 0 when there are none for now, or no more. A terminal that hung up says EIO. */
    private int readOnce() {
        MemorySegment buffer = reactor.buffer();
        int count;
        do {
            count = FileCalls.read(descriptor, buffer, Reactor.BUFFER_BYTES);
        } while (count == -Errno.EINTR);
        if (count > 0) {
            deliver(buffer, count);
            return count;
        }
        if (hungUp || count != -Errno.EAGAIN) {
            end();
        }
        return 0;
    }

    /** A loud stream that is read faster than it is written is given a moment to fill its pipe: fewer, larger chunks. */
    private void restWhenLoud(int count) {
        windowBytes += count;
        if (windowBytes < LOUD_WINDOW_BYTES) {
            return;
        }
        long now = System.nanoTime();
        if (now - windowStart > LOUD_WINDOW_NANOS) {
            windowStart = now;
            windowBytes = 0;
        } else if (count < Reactor.BUFFER_BYTES / 2) {
            reactor.rest();
        }
    }

    private void deliver(MemorySegment buffer, int count) {
        byte[] bytes = new byte[count];
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, count);
        delivered += count;
        restWhenLoud(count);
        if (!widened && delivered > LOUD_AFTER_BYTES) {
            widened = true;
            // Fewer wake-ups for both sides. Refused when this user has too many such pipes, which is no harm.
            FileCalls.setPipeSize(descriptor, LOUD_PIPE_BYTES);
        }
        observer.output(stream, bytes);
    }
}
