package dev.execbus.mcp;

import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * The events of one stream, kept so that an agent whose connection broke can have those it has missed. At most one
 * connection listens. Confined to the endpoint's context.
 */
final class EventLog {
    /** An HTTP connection, as a stream sees it. */
    interface Listener {
        void event(String id, String data);

        /** No more events will come. */
        void complete();

        /** Another connection goes on with the stream. */
        void replaced();
    }

    private record Event(long seq, String data) {}

    private final String name;
    private final ArrayDeque<Event> events = new ArrayDeque<>();
    private Listener listener;
    private long lastSeq;
    private long bytes;
    private boolean complete;

    /** @param name unique in the session; without a dash */
    EventLog(String name) {
        this.name = name;
    }

    void append(String data) {
        if (complete) {
            return;
        }
        Event event = new Event(++lastSeq, data);
        events.add(event);
        bytes += data.length();
        if (listener != null) {
            listener.event(id(event.seq()), data);
        }
    }

    void complete() {
        if (!complete) {
            complete = true;
            if (listener != null) {
                listener.complete();
            }
        }
    }

    /** Tells what came after that number, then what comes. */
    void listen(Listener to, long afterSeq) {
        if (listener != null && listener != to) {
            listener.replaced();
        }
        listener = to;
        for (Event event : events) {
            if (event.seq() > afterSeq) {
                to.event(id(event.seq()), event.data());
            }
        }
        if (complete) {
            to.complete();
        }
    }

    void leave(Listener from) {
        if (listener == from) {
            listener = null;
        }
    }

    /** For the first event of a connection: an agent that knows it can come back before there is another. */
    String startId() {
        return id(0);
    }

    boolean isListenedTo() {
        return listener != null;
    }

    boolean isComplete() {
        return complete;
    }

    /** Characters, near enough. */
    long bytes() {
        return bytes;
    }

    /** Forgets the oldest events until so much is left at most. */
    void trim(long atMost) {
        Iterator<Event> oldest = events.iterator();
        while (bytes > atMost && oldest.hasNext()) {
            bytes -= oldest.next().data().length();
            oldest.remove();
        }
    }

    private String id(long seq) {
        return name + "-" + seq;
    }
}
