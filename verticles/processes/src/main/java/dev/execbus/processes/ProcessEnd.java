package dev.execbus.processes;

import dev.execbus.processes.ProcessReading.Status;
import dev.execbus.protocol.ProcessMethods.StreamTotal;
import dev.execbus.protocol.StreamName;
import dev.execbus.protocol.Verdict;
import java.util.Collection;
import java.util.List;

/** How a process ended, and what its client is told of that. Confined to the supervisor's context. */
final class ProcessEnd {
    static final int TIMED_OUT = 124;
    /** By SIGSYS, with which the kernel answers a system call that a filter forbids. */
    private static final int BAD_SYSTEM_CALL = 128 + 31;

    private final StreamTotals totals = new StreamTotals();
    private DenialWords words;
    private ExitStatus status;
    private Verdict verdict;
    private boolean denied;
    private List<StreamTotal> streams = List.of();

    /** It runs in a sandbox that really holds it: what it prints may tell that it met it. */
    void enforced() {
        words = new DenialWords();
    }

    /** The client wants to know what these have printed. */
    void digest(Collection<StreamName> asked) {
        totals.begin(asked);
    }

    void output(StreamName stream, byte[] bytes) {
        totals.add(stream, bytes);
        if (words != null) {
            words.read(stream, bytes);
        }
    }

    /** A limit ends it: the first one counts, and only before the exit. */
    void blame(Verdict limit) {
        if (verdict == null && status == null) {
            verdict = limit;
        }
    }

    void exited(ExitStatus exit) {
        status = exit;
        denied = words != null && code() != 0 && (code() == BAD_SYSTEM_CALL || words.found());
    }

    boolean exited() {
        return status != null;
    }

    boolean timedOut() {
        return verdict == Verdict.TIMEOUT;
    }

    /** Once exited, as the following three. */
    int code() {
        return timedOut() ? TIMED_OUT : status.exitCode();
    }

    /** Null after an ordinary exit. */
    String signal() {
        return status.signalName();
    }

    boolean denied() {
        return denied;
    }

    /** Null for none. */
    Verdict verdict() {
        return verdict;
    }

    /** Nothing more will come: what the streams have printed, if the client asked. */
    List<StreamTotal> closed() {
        streams = totals.finish();
        return streams;
    }

    Status status(boolean closed) {
        return status == null
                ? new Status(false, null, closed, null, false, null, streams)
                : new Status(true, code(), closed, signal(), denied, verdict, streams);
    }
}
