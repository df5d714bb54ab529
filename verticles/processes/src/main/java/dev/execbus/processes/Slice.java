package dev.execbus.processes;

import dev.execbus.bus.ProcessEvent;
import dev.execbus.bus.ProcessEvent.Output;
import java.util.ArrayList;
import java.util.List;

/** Collects events in order up to a number of bytes; the first one is always taken. */
final class Slice {
    private final List<ProcessEvent> events = new ArrayList<>();
    private final long maxBytes;
    private final int maxEvents;
    private long bytes;
    private boolean outputTaken;

    Slice(long maxBytes, int maxEvents) {
        this.maxBytes = maxBytes;
        this.maxEvents = maxEvents;
    }

    /** False when the event does not fit any more; nothing is taken then. */
    boolean take(ProcessEvent event) {
        int length = sizeOf(event);
        if (events.size() >= maxEvents || (outputTaken && (bytes >= maxBytes || length > maxBytes - bytes))) {
            return false;
        }
        events.add(event);
        bytes += length;
        outputTaken |= event instanceof Output;
        return true;
    }

    List<ProcessEvent> events() {
        return events;
    }

    long bytes() {
        return bytes;
    }

    static int sizeOf(ProcessEvent event) {
        return event instanceof Output output ? output.chunk().length() : 0;
    }
}
