package dev.execbus.processes;

import dev.execbus.bus.ProcessEvent;

/**
 * Events with contiguous numbers and times that never go back, found by number in constant time. Confined to the
 * supervisor's context.
 */
final class EventRing {
    private ProcessEvent[] slots = new ProcessEvent[16];
    private long[] times = new long[16];
    private int head;
    private int size;
    private long firstSeq = 1;

    /** The number of the oldest event, or of the next one when empty. */
    long firstSeq() {
        return firstSeq;
    }

    long nextSeq() {
        return firstSeq + size;
    }

    int size() {
        return size;
    }

    void add(ProcessEvent event, long timeMs) {
        if (event.seq() != nextSeq()) {
            throw new IllegalStateException("seq " + event.seq() + " where " + nextSeq() + " is next");
        }
        if (size == slots.length) {
            grow();
        }
        int slot = (head + size) & (slots.length - 1);
        slots[slot] = event;
        times[slot] = timeMs;
        size++;
    }

    ProcessEvent get(long seq) {
        return slots[slot(seq)];
    }

    long timeOf(long seq) {
        return times[slot(seq)];
    }

    /** The number of the first event at or after a time, or of the next one when all are older. */
    long seqAt(long timeMs) {
        long low = firstSeq;
        long high = nextSeq();
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (timeOf(middle) < timeMs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    ProcessEvent removeFirst() {
        ProcessEvent event = slots[head];
        slots[head] = null;
        head = (head + 1) & (slots.length - 1);
        size--;
        firstSeq++;
        return event;
    }

    private int slot(long seq) {
        return (head + (int) (seq - firstSeq)) & (slots.length - 1);
    }

    private void grow() {
        ProcessEvent[] larger = new ProcessEvent[slots.length * 2];
        long[] later = new long[larger.length];
        for (int i = 0; i < size; i++) {
            int slot = (head + i) & (slots.length - 1);
            larger[i] = slots[slot];
            later[i] = times[slot];
        }
        slots = larger;
        times = later;
        head = 0;
    }
}
