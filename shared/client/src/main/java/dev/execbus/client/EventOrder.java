package dev.execbus.client;

import dev.execbus.client.ExecEvent.Closed;
import dev.execbus.client.ExecEvent.Exited;
import dev.execbus.client.ExecEvent.Numbered;
import dev.execbus.client.ExecEvent.Output;
import dev.execbus.protocol.ProcessMethods.Chunk;
import dev.execbus.protocol.ProcessMethods.ReadResponse;
import java.util.TreeMap;

/**
 * Puts one process's events in order, each once, from what is told and from what is read. Output that does not fit in here
 * is forgotten, and counts as missing until it is read. Confined to the backend's loop.
 */
final class EventOrder {
    /** Events that are kept while they cannot be given out. */
    static final int KEPT_BYTES = 1 << 20;

    /** About what an event costs beside its output. */
    private static final long EVENT_BYTES = 128;

    private final TreeMap<Long, Numbered> ahead = new TreeMap<>();
    private long keptBytes;
    private long last;
    /** Up to here everything is known: what is not in {@link #ahead} is given out, or gone for good. */
    private long settled;

    private long highest;

    private boolean exitKnown;
    private boolean closeKnown;

    /** The number up to which everything was given out. */
    long last() {
        return last;
    }

    /** The highest number that is known to exist. */
    long highest() {
        return highest;
    }

    /** Whether there is anything after this number. */
    boolean isPast(long seq) {
        return highest > seq;
    }

    /** No event will come after those that are known. */
    boolean isCloseKnown() {
        return closeKnown;
    }

    /** Events exist that can only be had by reading. */
    boolean isMissingSome() {
        long known = settled;
        while (known < highest && ahead.containsKey(known + 1)) {
            known++;
        }
        return known < highest;
    }

    void told(Heard heard) {
        switch (heard) {
            case Heard.Event event -> told(event.event());
            case Heard.BareExit exit -> highest = Math.max(highest, exit.seq());
            case Heard.BareClose close -> {
                if (!closeKnown) {
                    told(new Closed(highest + 1));
                }
            }
        }
    }

    private void told(Numbered event) {
        highest = Math.max(highest, event.seq());
        boolean isNext = ahead.isEmpty() && event.seq() == settled + 1;
        if (isNew(event.seq()) && (isNext || fits(event))) {
            keep(event);
        }
    }

    private boolean isNew(long seq) {
        return seq > settled && !ahead.containsKey(seq);
    }

    private boolean fits(Numbered event) {
        return !(event instanceof Output) || keptBytes + cost(event) <= KEPT_BYTES;
    }

    private void keep(Numbered event) {
        exitKnown |= event instanceof Exited;
        closeKnown |= event instanceof Closed;
        keptBytes += cost(event);
        ahead.put(event.seq(), event);
    }

    /** How the process stood when it was read; what it printed is left to a later read. */
    void looked(ReadResponse answer) {
        highest = Math.max(highest, answer.nextSeq() - 1);
    }

    /** Everything after {@link #last} as it was read, to be given out now. */
    void read(ReadResponse answer) {
        long covered = answer.nextSeq() - 1;
        for (Chunk chunk : answer.chunks()) {
            covered = Math.max(covered, chunk.seq());
            if (isNew(chunk.seq())) {
                keep(new Output(chunk.seq(), chunk.stream(), chunk.chunk()));
            }
        }
        boolean unknownExit = answer.exited() && !exitKnown;
        if (answer.closed() && !closeKnown) {
            if (!isNew(covered)) {
                // Early servers do not count the end.
                covered += unknownExit && free(covered) == 0 ? 2 : 1;
            }
            keep(new Closed(covered, answer.streams()));
        }
        long exit = unknownExit ? free(covered) : 0;
        if (exit > 0) {
            keep(new Exited(exit, answer.exitCode(), answer.sandboxDenied(), answer.verdict()));
        }
        settled = Math.max(settled, covered);
        highest = Math.max(highest, covered);
    }

    /** The highest number up to this one of which nothing is known; 0 for none. Output that is gone is older than an exit. */
    private long free(long seq) {
        long free = seq;
        while (free > settled && ahead.containsKey(free)) {
            free--;
        }
        return free > settled ? free : 0;
    }

    /** The event to be given out now; null for none. */
    Numbered next() {
        if (ahead.isEmpty() || ahead.firstKey() > Math.max(settled, last) + 1) {
            last = Math.max(settled, last);
            return null;
        }
        Numbered first = ahead.pollFirstEntry().getValue();
        keptBytes -= cost(first);
        last = first.seq();
        settled = Math.max(settled, last);
        return first;
    }

    private static long cost(Numbered event) {
        return EVENT_BYTES + (event instanceof Output output ? output.chunk().length() : 0);
    }
}
