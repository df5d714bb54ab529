package dev.execbus.processes;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bounded queue before a process's stdin and, from the first byte on, a thread that writes and may wait. */
final class InputQueue {
    private static final Logger LOG = LoggerFactory.getLogger(InputQueue.class);
    private static final int BOUND_BYTES = 65_536;
    private static final byte[] END_OF_FILE_CHARACTER = {4};

    private final OutputStream out;
    private final boolean terminal;
    private final long pid;
    private final ProcessObserver observer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<byte[]> queue = new ArrayDeque<>();
    private int pending;
    private boolean owesRoom;
    private boolean finished;
    private boolean gone;
    private boolean started;

    InputQueue(OutputStream out, boolean terminal, long pid, ProcessObserver observer) {
        this.out = out;
        this.terminal = terminal;
        this.pid = pid;
        this.observer = observer;
    }

    /** As {@link SpawnedProcess#write}. */
    int write(byte[] bytes, int offset) {
        lock.lock();
        try {
            if (gone || finished) {
                return -1;
            }
            int taken = Math.min(bytes.length - offset, BOUND_BYTES - pending);
            owesRoom |= taken < bytes.length - offset;
            if (taken > 0) {
                enqueue(Arrays.copyOfRange(bytes, offset, offset + taken));
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** What was taken is written first. */
    void finish() {
        lock.lock();
        try {
            if (gone || finished) {
                return;
            }
            if (terminal) {
                enqueue(END_OF_FILE_CHARACTER);
            } else {
                finished = true;
                wake();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Drops what was not written; closing is the thread's business, if there is one. Repeatable. */
    void release() {
        lock.lock();
        try {
            gone = true;
            queue.clear();
            changed.signalAll();
            if (started) {
                return;
            }
            started = true;
        } finally {
            lock.unlock();
        }
        close();
    }

    private void enqueue(byte[] bytes) {
        queue.add(bytes);
        pending += bytes.length;
        wake();
    }

    private void wake() {
        changed.signalAll();
        if (!started) {
            started = true;
            Thread.ofPlatform().daemon().name("stdin-" + pid).start(this::run);
        }
    }

    private void run() {
        try {
            for (byte[] bytes = next(); bytes != null; bytes = next()) {
                out.write(bytes);
                out.flush();
                written(bytes.length);
            }
        } catch (IOException e) {
            LOG.debug("stdin of a process ended pid={}: {}", pid, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    /** Null when there is nothing more to come. */
    private byte[] next() throws InterruptedException {
        lock.lock();
        try {
            while (queue.isEmpty() && !finished && !gone) {
                changed.await();
            }
            return queue.poll();
        } finally {
            lock.unlock();
        }
    }

    private void written(int count) {
        lock.lock();
        try {
            pending -= count;
            if (!owesRoom || pending > BOUND_BYTES / 2) {
                return;
            }
            owesRoom = false;
        } finally {
            lock.unlock();
        }
        observer.writable();
    }

    /** Whoever waits for room then learns that there is none. */
    private void close() {
        boolean owed;
        lock.lock();
        try {
            gone = true;
            owed = owesRoom;
            owesRoom = false;
        } finally {
            lock.unlock();
        }
        try {
            // A terminal has one descriptor for both directions, and its reader closes it.
            if (!terminal) {
                out.close();
            }
        } catch (IOException e) {
            LOG.debug("closing stdin failed pid={}: {}", pid, e.getMessage());
        }
        if (owed) {
            observer.writable();
        }
    }
}
