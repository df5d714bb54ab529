package dev.execbus.processes;

import dev.execbus.bus.ProcessEvent;

/** Events with contiguous numbers, found by number in constant time. Confined to the supervisor's context. */
final class EventRing {
    private ProcessEvent[] slots = new ProcessEvent[16];
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

    void add(ProcessEvent event) {
        if (event.seq() != nextSeq()) {
            throw new IllegalStateException("seq " + event.seq() + " where " + nextSeq() + " is next");
        }
        if (size == slots.length) {
            grow();
        }
        slots[(head + size) & (slots.length - 1)] = event;
        size++;
    }

    ProcessEvent get(long seq) {
        return slots[(head + (int) (seq - firstSeq)) & (slots.length - 1)];
    }

    ProcessEvent removeFirst() {
        ProcessEvent event = slots[head];
        slots[head] = null;
        head = (head + 1) & (slots.length - 1);
        size--;
        firstSeq++;
        return event;
    }

    private void grow() {
        ProcessEvent[] larger = new ProcessEvent[slots.length * 2];
        for (int i = 0; i < size; i++) {
            larger[i] = slots[(head + i) & (slots.length - 1)];
        }
        slots = larger;
        head = 0;
    }
}
