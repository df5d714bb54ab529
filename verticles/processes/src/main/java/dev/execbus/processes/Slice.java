package dev.execbus.processes;

import dev.execbus.bus.ProcessEvent;
import dev.execbus.bus.ProcessEvent.Output;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Collects events in order, with their times, up to a number of bytes; the first one is always taken. */
final class Slice {
    private final List<ProcessEvent> events = new ArrayList<>();
    private long[] times = new long[16];
    private final long maxBytes;
    private final int maxEvents;
    private long bytes;
    private boolean outputTaken;

    Slice(long maxBytes, int maxEvents) {
        this.maxBytes = maxBytes;
        this.maxEvents = maxEvents;
    }

    /** An event whose time nobody asks for. */
    boolean take(ProcessEvent event) {
        return take(event, 0);
    }

    /** False when the event does not fit any more; nothing is taken then. */
    boolean take(ProcessEvent event, long timeMs) {
        int length = sizeOf(event);
        if (events.size() >= maxEvents || (outputTaken && (bytes >= maxBytes || length > maxBytes - bytes))) {
            return false;
        }
        if (events.size() == times.length) {
            times = Arrays.copyOf(times, 2 * times.length);
        }
        times[events.size()] = timeMs;
        events.add(event);
        bytes += length;
        outputTaken |= event instanceof Output;
        return true;
    }

    List<ProcessEvent> events() {
        return events;
    }

    /** When the event at this place of {@link #events} happened. */
    long timeMs(int index) {
        return times[Objects.checkIndex(index, events.size())];
    }

    /** The events with their times. */
    List<TimedEvent> timed() {
        List<TimedEvent> timed = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            timed.add(new TimedEvent(events.get(i), times[i]));
        }
        return timed;
    }

    long bytes() {
        return bytes;
    }

    static int sizeOf(ProcessEvent event) {
        return event instanceof Output output ? output.chunk().length() : 0;
    }
}
