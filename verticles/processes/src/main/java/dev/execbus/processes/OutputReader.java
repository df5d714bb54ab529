package dev.execbus.processes;

import dev.execbus.protocol.StreamName;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that reads one stream of a process. */
final class OutputReader {
    private static final Logger LOG = LoggerFactory.getLogger(OutputReader.class);
    private static final int CHUNK_BYTES = 65_536;

    private final InputStream in;
    /** Whether closing ends a read; otherwise what comes after the end is read and dropped. */
    private final boolean wakeable;

    private final StreamName stream;
    private final ProcessObserver observer;
    /** Held while the observer is told, so that nothing follows the end; taken before {@link #lock}, never after it. */
    private final ReentrantLock telling = new ReentrantLock();

    /** Guards the fields below. No call leaves this class under it: pausing comes from within the observer, too. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private long chunks;
    private boolean paused;
    private boolean ended;

    OutputReader(InputStream in, StreamName stream, ProcessObserver observer) {
        this.in = in;
        this.wakeable = stream != StreamName.PTY;
        this.stream = stream;
        this.observer = observer;
    }

    void start(long pid) {
        Thread.ofPlatform().daemon().name(stream.wireName() + "-" + pid).start(this::run);
    }

    void pause() {
        change(() -> paused = true);
    }

    void resume() {
        change(() -> paused = false);
    }

    /** Ends the stream, whoever still writes to it. Repeatable. */
    void stop() {
        end();
        if (wakeable) {
            close();
        }
    }

    /** Waits until nothing came for so long, but not for more than the given time, and not for a paused stream. */
    void awaitQuiet(long quietNanos, long mostNanos) throws InterruptedException {
        long deadline = System.nanoTime() + mostNanos;
        lock.lock();
        try {
            while (!ended && !paused && System.nanoTime() < deadline) {
                long before = chunks;
                long left = quietNanos;
                while (left > 0 && chunks == before && !ended && !paused) {
                    left = changed.awaitNanos(left);
                }
                if (chunks == before) {
                    return;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Holds the stream's monitor all the time: when the process exits the JDK wants that of its own pipes, to close
     * them though a child of the process may still write. See also {@link OutputPipe}.
     */
    private void run() {
        byte[] buffer = new byte[CHUNK_BYTES];
        synchronized (in) {
            try {
                while (awaitTurn()) {
                    int count = in.read(buffer, 0, buffer.length);
                    if (count < 0) {
                        break;
                    }
                    deliver(buffer, count);
                }
            } catch (IOException e) {
                LOG.debug("stream {} ended: {}", stream, e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.error("reading {} of a process failed", stream, e);
            }
            end();
            close();
        }
    }

    private boolean awaitTurn() throws InterruptedException {
        lock.lock();
        try {
            while (paused && !ended) {
                changed.await();
            }
            return !(ended && wakeable);
        } finally {
            lock.unlock();
        }
    }

    private void deliver(byte[] buffer, int count) {
        telling.lock();
        try {
            if (count > 0 && !hasEnded()) {
                observer.output(stream, Arrays.copyOf(buffer, count));
                change(() -> chunks++);
            }
        } finally {
            telling.unlock();
        }
    }

    private void end() {
        telling.lock();
        try {
            if (!hasEnded()) {
                change(() -> ended = true);
                observer.ended(stream);
            }
        } finally {
            telling.unlock();
        }
    }

    private boolean hasEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    private void close() {
        try {
            in.close();
        } catch (IOException e) {
            LOG.debug("closing {} failed: {}", stream, e.getMessage());
        }
    }

    private void change(Runnable action) {
        lock.lock();
        try {
            action.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
