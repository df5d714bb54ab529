package dev.execbus.processes;

import dev.execbus.bus.ProcessEvent;
import dev.execbus.bus.ProcessEvent.Closed;
import dev.execbus.bus.ProcessEvent.Exited;
import dev.execbus.bus.ProcessEvent.Output;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.StreamName;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * One file of spilled events: records of seq, time, kind, length and bytes, with an index entry for every 64 KiB.
 * Confined to the spill thread.
 */
final class SpillSegment {
    private static final int HEADER = 21;
    private static final int INDEX_STEP = 64 << 10;
    private static final byte EXITED = 3;

    private final FileChannel file;
    private final List<long[]> index = new ArrayList<>();
    private long size;
    private long nextIndexed;
    private long firstSeq;
    private long lastSeq;
    private long lastTimeMs;
    private long outputBytes;

    SpillSegment(FileChannel file) {
        this.file = file;
    }

    long firstSeq() {
        return firstSeq;
    }

    long lastSeq() {
        return lastSeq;
    }

    long lastTimeMs() {
        return lastTimeMs;
    }

    long size() {
        return size;
    }

    long outputBytes() {
        return outputBytes;
    }

    static long sizeOf(TimedEvent event) {
        return (long) HEADER + payload(event.event()).length;
    }

    static long sizeOf(List<TimedEvent> events) {
        long bytes = 0;
        for (TimedEvent event : events) {
            bytes += sizeOf(event);
        }
        return bytes;
    }

    /** {@code staging} is the store's; events longer than it go in pieces. */
    void append(List<TimedEvent> events, ByteBuffer staging) throws IOException {
        for (TimedEvent timed : events) {
            ProcessEvent event = timed.event();
            if (staging.remaining() < HEADER) {
                flush(staging);
            }
            if (index.isEmpty() || size + staging.position() >= nextIndexed) {
                index.add(new long[] {event.seq(), size + staging.position(), timed.timeMs()});
                nextIndexed = size + staging.position() + INDEX_STEP;
            }
            byte[] payload = payload(event);
            staging.putLong(event.seq())
                    .putLong(timed.timeMs())
                    .put(kind(event))
                    .putInt(payload.length);
            put(payload, staging);
        }
        flush(staging);
        for (TimedEvent timed : events) {
            outputBytes += Slice.sizeOf(timed.event());
        }
        if (firstSeq == 0) {
            firstSeq = events.getFirst().event().seq();
        }
        lastSeq = events.getLast().event().seq();
        lastTimeMs = events.getLast().timeMs();
    }

    private void put(byte[] payload, ByteBuffer staging) throws IOException {
        int done = 0;
        while (done < payload.length) {
            if (!staging.hasRemaining()) {
                flush(staging);
            }
            int count = Math.min(staging.remaining(), payload.length - done);
            staging.put(payload, done, count);
            done += count;
        }
    }

    private void flush(ByteBuffer staging) throws IOException {
        staging.flip();
        while (staging.hasRemaining()) {
            size += file.write(staging, size);
        }
        staging.clear();
    }

    /** The same file for newer events: its pages need not be found again. */
    SpillSegment recycled() {
        return new SpillSegment(file);
    }

    /** Adds events after {@code afterSeq} to the slice; false when the slice took no more. */
    boolean read(String processId, long afterSeq, Slice slice) throws IOException {
        long at = startOf(0, afterSeq + 1);
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        while (at < size) {
            fill(header.clear(), at);
            long seq = header.getLong();
            long timeMs = header.getLong();
            byte kind = header.get();
            int length = header.getInt();
            if (seq > afterSeq) {
                ByteBuffer payload = ByteBuffer.allocate(length);
                fill(payload, at + HEADER);
                if (!slice.take(event(processId, seq, kind, payload.array()), timeMs)) {
                    return false;
                }
            }
            at += HEADER + length;
        }
        return true;
    }

    /** The number of the first event at or after a time, which one of its events must be. */
    long seqAt(long timeMs) throws IOException {
        // Events of one time may lie on both sides of an entry: the last entry before that time is the one.
        long at = startOf(2, timeMs - 1);
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        long seq = lastSeq;
        while (at < size) {
            fill(header.clear(), at);
            seq = header.getLong();
            if (header.getLong() >= timeMs) {
                break;
            }
            header.get();
            at += HEADER + header.getInt();
        }
        return seq;
    }

    void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Where the last indexed record of at most this number (column 0) or time (column 2) begins, or else the first. */
    private long startOf(int column, long most) {
        int low = 0;
        int high = index.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (index.get(middle)[column] <= most) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return index.isEmpty() ? size : index.get(low)[1];
    }

    private void fill(ByteBuffer buffer, long at) throws IOException {
        long position = at;
        while (buffer.hasRemaining()) {
            int read = file.read(buffer, position);
            if (read < 0) {
                throw new EOFException("spill file ends early");
            }
            position += read;
        }
        buffer.flip();
    }

    private static byte kind(ProcessEvent event) {
        return switch (event) {
            case Output output ->
                switch (output.stream()) {
                    case STDOUT -> 0;
                    case STDERR -> 1;
                    case PTY -> 2;
                };
            case Exited exited -> EXITED;
            case Closed closed -> throw new IllegalStateException("closed is never spilled: nothing comes after it");
        };
    }

    private static byte[] payload(ProcessEvent event) {
        return switch (event) {
            case Output output -> output.chunk().bytes();
            case Exited exited -> SpilledExit.encode(exited);
            case Closed closed -> throw new IllegalStateException("closed is never spilled: nothing comes after it");
        };
    }

    private static ProcessEvent event(String processId, long seq, byte kind, byte[] payload) {
        return switch (kind) {
            case 0 -> new Output(processId, seq, StreamName.STDOUT, ByteChunk.of(payload));
            case 1 -> new Output(processId, seq, StreamName.STDERR, ByteChunk.of(payload));
            case 2 -> new Output(processId, seq, StreamName.PTY, ByteChunk.of(payload));
            case EXITED -> SpilledExit.decode(processId, seq, payload);
            default -> throw new IllegalStateException("spill file has a record of kind " + kind);
        };
    }
}
