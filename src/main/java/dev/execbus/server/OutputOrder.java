package dev.execbus.server;

import dev.execbus.server.RemoteEvent.Closed;
import dev.execbus.server.RemoteEvent.Exited;
import dev.execbus.server.RemoteEvent.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Puts one process's events in order, each once, from what the server pushes and from what is read. A number that a
 * read passes over without a chunk is the exit, the close, or output the server no longer has. Confined to one thread.
 */
final class OutputOrder {
    private static final long NONE = Long.MAX_VALUE;

    private final TreeMap<Long, RemoteEvent> ahead = new TreeMap<>();
    private long last;
    private long passedOver;
    private long pushedFrom = NONE;
    private boolean catchingUp;
    private boolean exitSeen;
    private boolean closed;
    private OptionalInt exitCode = OptionalInt.empty();

    /** The number up to which everything is known. */
    long last() {
        return last;
    }

    /** Something is known that cannot be given out yet, because what comes before is missing. */
    boolean hasGap() {
        return !ahead.isEmpty();
    }

    /** No more output will come. The exit code may have to be asked for. */
    boolean isClosed() {
        return closed;
    }

    OptionalInt exitCode() {
        return exitCode;
    }

    /** At the end: output is missing that the server no longer had when it was read. */
    boolean isIncomplete() {
        return passedOver > (exitSeen ? 0 : 1);
    }

    /** What happened while nobody listened has to be read. From now on everything new is pushed. */
    void attached() {
        catchingUp = true;
        pushedFrom = NONE;
    }

    /** The pushes have jumped: what lies between has to be read. */
    void missed() {
        catchingUp = true;
        pushedFrom = ahead.isEmpty() ? NONE : ahead.firstKey();
    }

    /**
     * Another read is needed: until what was read has met what is pushed, or until there is nothing more to read; and
     * for the exit code.
     */
    boolean needsRead() {
        return closed ? exitCode.isEmpty() : catchingUp && last + 1 < pushedFrom;
    }

    /** The output that can be given out now, in order. */
    List<Output> pushed(RemoteEvent event) {
        pushedFrom = Math.min(pushedFrom, event.seq());
        if (event.seq() > last) {
            ahead.putIfAbsent(event.seq(), event);
        }
        List<Output> released = new ArrayList<>();
        release(released);
        return released;
    }

    /** The output that can be given out now, in order. */
    List<Output> read(ReadAnswer answer) {
        List<Output> released = new ArrayList<>();
        for (Output chunk : answer.chunks()) {
            if (chunk.seq() > last) {
                ahead.put(chunk.seq(), chunk);
            }
        }
        long covered = answer.chunks().isEmpty()
                ? answer.nextSeq() - 1
                : answer.chunks().getLast().seq();
        if (answer.exitCode().isPresent()) {
            exitCode = answer.exitCode();
        }
        boolean whole = answer.chunks().isEmpty();
        if (whole && answer.closed() && covered > last) {
            ahead.putIfAbsent(covered, new Closed(covered));
        }
        release(released);
        while (last < covered) {
            last++;
            passedOver++;
            release(released);
        }
        if (whole) {
            catchingUp = false;
        }
        return released;
    }

    private void release(List<Output> released) {
        while (!ahead.isEmpty() && ahead.firstKey() <= last + 1) {
            RemoteEvent event = ahead.pollFirstEntry().getValue();
            if (event.seq() <= last) {
                continue;
            }
            last = event.seq();
            switch (event) {
                case Output output -> released.add(output);
                case Exited exited -> {
                    exitSeen = true;
                    exitCode = OptionalInt.of(exited.exitCode());
                }
                case Closed ignored -> closed = true;
            }
        }
        if (last + 1 >= pushedFrom) {
            catchingUp = false;
        }
    }
}
