package dev.execbus.processes;

import dev.execbus.bus.ProcessEvent;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * How far one process's log has been taken to the attached client, and how far behind that is. Confined to the
 * supervisor's context.
 */
final class Delivery {
    private final OutputLog log;
    private final IntSupplier farBehindBytes;
    private final OutputPump.Source source;

    private OutputPump pump;
    private long taken;
    private long behindBytes;
    private boolean catchingUp;
    private boolean queued;
    private boolean reading;
    private List<ProcessEvent> fromDisk = List.of();

    Delivery(OutputLog log, IntSupplier farBehindBytes, OutputPump.Source source) {
        this.log = log;
        this.farBehindBytes = farBehindBytes;
        this.source = source;
        log.keepUndelivered(this::delivered);
    }

    private long delivered() {
        return pump == null || catchingUp ? Long.MAX_VALUE : taken;
    }

    void attach(OutputPump to) {
        pump = to;
        restart(log.nextSeq() - 1);
        catchingUp = false;
    }

    void stop() {
        pump = null;
        fromDisk = List.of();
        queued = false;
        catchingUp = false;
    }

    void rewind(long afterSeq) {
        if (pump != null && afterSeq < taken) {
            restart(afterSeq);
            catchingUp = true;
            happened();
        }
    }

    private void restart(long afterSeq) {
        taken = afterSeq;
        behindBytes = 0;
        queued = false;
        fromDisk = List.of();
    }

    void appended(int bytes) {
        if (pump != null) {
            behindBytes += bytes;
        }
    }

    /** There is something to take. */
    void happened() {
        if (pump != null && !queued && !reading) {
            queued = true;
            pump.wake(source);
        }
    }

    boolean farBehind() {
        return pump != null && (catchingUp || behindBytes > farBehindBytes.getAsInt());
    }

    /** Nothing while older events are fetched from disk: the pump is woken when they are there. */
    List<ProcessEvent> take(int maxBytes, int maxEvents) {
        queued = false;
        if (pump == null || reading) {
            return List.of();
        }
        if (fromDisk.isEmpty() && !log.inMemory(taken)) {
            readFromDisk();
            return List.of();
        }
        Slice slice = new Slice(maxBytes, maxEvents);
        if (fromDisk.isEmpty()) {
            log.fromMemory(taken, slice);
        } else {
            int count = 0;
            while (count < fromDisk.size() && slice.take(fromDisk.get(count))) {
                count++;
            }
            fromDisk = fromDisk.subList(count, fromDisk.size());
        }
        advance(slice);
        return slice.events();
    }

    private void advance(Slice slice) {
        if (!slice.events().isEmpty()) {
            taken = slice.events().getLast().seq();
        }
        behindBytes = Math.max(0, behindBytes - slice.bytes());
        log.deliveredMore();
        if (taken < log.nextSeq() - 1) {
            happened();
        } else {
            catchingUp = false;
            behindBytes = 0;
        }
    }

    private void readFromDisk() {
        reading = true;
        OutputPump asked = pump;
        long from = taken;
        log.read(from, new Slice(OutputPump.WINDOW * (long) OutputPump.DELIVERY_BYTES, 4_096))
                .onComplete(done -> {
                    reading = false;
                    if (pump != asked || taken != from) {
                        // Attached anew, or told to start elsewhere, in the meantime.
                        happened();
                        return;
                    }
                    if (done.succeeded() && !done.result().events().isEmpty()) {
                        fromDisk = done.result().events();
                    } else {
                        // What cannot be read is passed over: the client sees the numbers jump and may ask.
                        taken = Math.min(log.nextSeq() - 1, log.oldestInMemory() - 1);
                    }
                    happened();
                });
    }
}
