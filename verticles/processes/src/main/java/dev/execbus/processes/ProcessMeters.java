package dev.execbus.processes;

import dev.execbus.bus.Level;
import dev.execbus.bus.Meters;
import dev.execbus.protocol.StreamName;
import dev.execbus.protocol.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the processes room counts. For any thread. */
final class ProcessMeters {
    private final Level running;
    private final Counter started;
    private final Counter failed;
    private final Timer start;
    private final Counter exited;
    private final Counter signalled;
    private final Map<Verdict, Counter> limited = new EnumMap<>(Verdict.class);
    private final Map<StreamName, Counter> output = new EnumMap<>(StreamName.class);
    private final Counter events;
    private final Level unanswered;
    private final Level memory;
    private final Level spilled;
    private final Level stdin;
    private final Level waitingReads;

    ProcessMeters(Meters meters) {
        running = meters.level("execbus.processes.running", "Processes that have not exited");
        started = meters.counter("execbus.processes.started", "Processes that were started");
        failed = meters.counter(
                "execbus.processes.failed", "Processes that could not be started, or were not allowed to");
        start = meters.histogram(
                "execbus.processes.start", "From the arrival of a start at the worker until the process is there");
        exited = ended(meters, "exited");
        signalled = ended(meters, "signalled");
        for (Verdict verdict : Verdict.values()) {
            limited.put(verdict, ended(meters, verdict.name().toLowerCase(Locale.ROOT)));
        }
        for (StreamName stream : StreamName.values()) {
            output.put(
                    stream,
                    meters.bytes(
                            "execbus.output",
                            "What processes have printed, as far as it was kept",
                            "stream",
                            stream.wireName()));
        }
        events = meters.counter("execbus.output.events", "Events of processes that gateways have taken");
        unanswered = meters.level(
                "execbus.output.unanswered", "Deliveries to gateways without an answer: the credit that is in use");
        memory = meters.levelBytes("execbus.output.memory", "Output that is kept in memory");
        spilled = meters.levelBytes("execbus.output.spilled", "Disk that is set aside for output");
        stdin = meters.levelBytes("execbus.stdin.queued", "Input that processes have not read");
        waitingReads = meters.level("execbus.reads.waiting", "Reads that wait for something to happen");
    }

    private static Counter ended(Meters meters, String end) {
        return meters.counter(
                "execbus.processes.ended",
                "Processes that have exited, by how, or by the limit that ended them",
                "end",
                end);
    }

    void started() {
        started.increment();
        running.up();
    }

    void startTook(long nanos) {
        start.record(nanos, TimeUnit.NANOSECONDS);
    }

    void failed() {
        failed.increment();
    }

    /**
     * @param signal null after an ordinary exit
     * @param verdict null for none
     */
    void exited(String signal, Verdict verdict) {
        running.down();
        if (verdict != null) {
            limited.get(verdict).increment();
        } else {
            (signal == null ? exited : signalled).increment();
        }
    }

    void output(StreamName stream, int bytes) {
        output.get(stream).increment(bytes);
    }

    void delivered(int number) {
        events.increment(number);
    }

    Level unanswered() {
        return unanswered;
    }

    Level memory() {
        return memory;
    }

    Level spilled() {
        return spilled;
    }

    Level stdin() {
        return stdin;
    }

    Level waitingReads() {
        return waitingReads;
    }
}
