package dev.execbus.processes;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.StreamName;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes one process's reports from the spawner's thread to the supervisor's context. Output that piles up meanwhile is
 * joined to larger chunks, so that under load there are fewer of them; when too much piles up, reading pauses.
 */
final class InboxObserver implements ProcessObserver {
    private static final int HIGH = 192 << 10;
    private static final int LOW = 64 << 10;
    private static final int LARGEST_CHUNK = 64 << 10;

    private record Piece(StreamName stream, ByteChunk chunk) {}

    private final Inbox inbox;
    private final ProcessObserver onContext;
    private final AtomicBoolean full = new AtomicBoolean();
    private final Runnable pause;
    private final Runnable resume;
    private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
    private int piledUp;

    /** {@code pause} and {@code resume} are called on either thread; the last call counts. */
    InboxObserver(Inbox inbox, ProcessObserver onContext, Runnable pause, Runnable resume) {
        this.inbox = inbox;
        this.onContext = onContext;
        this.pause = pause;
        this.resume = resume;
    }

    @Override
    public void output(StreamName stream, byte[] bytes) {
        boolean first;
        int before;
        synchronized (pieces) {
            first = pieces.isEmpty();
            pieces.add(new Piece(stream, ByteChunk.of(bytes)));
            before = piledUp;
            piledUp += bytes.length;
        }
        if (first) {
            inbox.post(this::takeAll);
        }
        if (before + bytes.length > HIGH && !full.get()) {
            // In this order: whoever finds it full, resumes after the pause.
            pause.run();
            full.set(true);
            resumeWhenDrained();
        }
    }

    private void takeAll() {
        for (Piece piece = next(); piece != null; piece = next()) {
            onContext.output(piece.stream(), piece.chunk().bytes());
        }
        resumeWhenDrained();
    }

    /** The next piece, together with those behind it of the same stream that fit into a chunk. */
    private Piece next() {
        synchronized (pieces) {
            Piece first = pieces.poll();
            if (first == null) {
                return null;
            }
            int length = first.chunk().length();
            int count = 0;
            for (Piece piece : pieces) {
                if (piece.stream() != first.stream() || length + piece.chunk().length() > LARGEST_CHUNK) {
                    break;
                }
                length += piece.chunk().length();
                count++;
            }
            piledUp -= length;
            return count == 0 ? first : joined(first, count, length);
        }
    }

    private Piece joined(Piece first, int count, int length) {
        byte[] bytes = Arrays.copyOf(first.chunk().bytes(), length);
        int at = first.chunk().length();
        for (int i = 0; i < count; i++) {
            byte[] more = pieces.poll().chunk().bytes();
            System.arraycopy(more, 0, bytes, at, more.length);
            at += more.length;
        }
        return new Piece(first.stream(), ByteChunk.of(bytes));
    }

    private void resumeWhenDrained() {
        boolean drained;
        synchronized (pieces) {
            drained = piledUp < LOW;
        }
        if (drained && full.compareAndSet(true, false)) {
            resume.run();
        }
    }

    @Override
    public void ended(StreamName stream) {
        inbox.post(() -> onContext.ended(stream));
    }

    @Override
    public void exited(ExitStatus status) {
        inbox.post(() -> onContext.exited(status));
    }

    @Override
    public void writable() {
        inbox.post(onContext::writable);
    }
}
