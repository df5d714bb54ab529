package dev.execbus.filesystem;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The answers of one confined process. Whoever waits for one reads until it is there, and meanwhile gives the others who
 * wait theirs; after him one of those reads on. So an answer is not handed from thread to thread as a rule. Thread-safe.
 */
final class CageAnswers {
    private static final int BUFFER = 64 << 10;

    /** On a single core it would only keep the process from answering. */
    private static final long SPIN_NANOS = Runtime.getRuntime().availableProcessors() > 1 ? 60_000 : 0;

    private static final int PAUSES = 10;

    private final DataInputStream in;
    private final Consumer<CageAnswer> nobodys;
    private final Consumer<String> atTheEnd;
    private final Map<Long, Awaited> waiting = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    /** Somebody is, or there is nothing more to be read. */
    private final AtomicBoolean reading = new AtomicBoolean();

    private final CountDownLatch drained = new CountDownLatch(1);

    /** An answer that one thread waits for. */
    static final class Awaited {
        private final long id;
        private final Thread thread = Thread.currentThread();
        private final long since = System.nanoTime();
        private final Duration patience;
        private volatile CageAnswer answer;
        private volatile boolean done;

        private Awaited(long id, Duration patience) {
            this.id = id;
            this.patience = patience;
        }

        long id() {
            return id;
        }

        /** @param told null when there will be none */
        private void finish(CageAnswer told) {
            answer = told;
            done = true;
            if (thread != Thread.currentThread()) {
                LockSupport.unpark(thread);
            }
        }
    }

    /**
     * @param nobodys takes answers that nobody waits for any more; must not block
     * @param atTheEnd called when no more can be read, with what is wrong with what was; empty for the end of the stream
     */
    CageAnswers(InputStream in, Consumer<CageAnswer> nobodys, Consumer<String> atTheEnd) {
        this.in = new DataInputStream(new BufferedInputStream(in, BUFFER));
        this.nobodys = nobodys;
        this.atTheEnd = atTheEnd;
    }

    /** For a question to which nothing is answered. */
    long nextId() {
        return lastId.incrementAndGet();
    }

    /** Before the question is sent, by the thread that is to wait; to be forgotten afterwards. */
    Awaited expect(Duration patience) {
        Awaited awaited = new Awaited(nextId(), patience);
        waiting.put(awaited.id, awaited);
        return awaited;
    }

    void forget(Awaited awaited) {
        waiting.remove(awaited.id);
    }

    /** Null when there will be none. It is given up by {@link #failAll} only. */
    CageAnswer await(Awaited awaited) throws InterruptedException {
        while (!awaited.done) {
            if (reading.compareAndSet(false, true)) {
                readUntil(awaited);
            } else {
                LockSupport.park(this);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
        return awaited.answer;
    }

    private void readUntil(Awaited awaited) {
        String complaint = "its answer was too long for the memory";
        boolean readable = true;
        try {
            while (readable && !awaited.done) {
                readable = readOne();
                complaint = "";
            }
        } catch (IOException | RuntimeException e) {
            readable = false;
            complaint = "its answer makes no sense: " + e.getMessage();
        } catch (OutOfMemoryError e) {
            readable = false;
        }
        if (readable) {
            reading.set(false);
            waiting.values().forEach(other -> LockSupport.unpark(other.thread));
        } else {
            drained.countDown();
            atTheEnd.accept(complaint);
        }
    }

    /** Most answers are there sooner than a core that has gone to sleep is awake again. */
    private void spin() throws IOException {
        long since = System.nanoTime();
        while (in.available() == 0 && System.nanoTime() - since < SPIN_NANOS) {
            for (int i = 0; i < PAUSES; i++) {
                Thread.onSpinWait();
            }
        }
    }

    private boolean readOne() throws IOException {
        spin();
        CodecInput frame = CodecInput.next(in);
        if (frame == null) {
            return false;
        }
        CageAnswer answer = CageAnswerCodec.decode(frame);
        Awaited awaited = waiting.remove(frame.id());
        if (awaited == null) {
            nobodys.accept(answer);
        } else {
            awaited.finish(answer);
        }
        return true;
    }

    /** Until those who wait have read what a process has said before it ended; shortly. */
    void awaitEnd(Duration patience) throws InterruptedException {
        long since = System.nanoTime();
        while (!waiting.isEmpty()
                && !drained.await(1, TimeUnit.MILLISECONDS)
                && System.nanoTime() - since < patience.toNanos()) {
            // Who waits may have got what he waits for, and then reads no further.
        }
    }

    /** How long somebody was ready to wait who has waited for longer; null for nobody. */
    Duration overdue() {
        long now = System.nanoTime();
        for (Awaited awaited : waiting.values()) {
            if (now - awaited.since > awaited.patience.toNanos()) {
                return awaited.patience;
            }
        }
        return null;
    }

    /** Nobody who waits now will be answered. */
    void failAll() {
        waiting.values().forEach(awaited -> awaited.finish(null));
    }
}
