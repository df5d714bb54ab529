package dev.execbus.processes;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.SessionId;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;

/** What one session owns in this room: its processes, those still starting, and who speaks for it. */
final class SessionProcesses {
    private final SessionId id;
    private final Map<String, ManagedProcess> processes = new HashMap<>();
    private final Map<String, Starting> starting = new HashMap<>();
    private final SessionLimits limits;
    private Attachment attachment;
    private OutputPump pump;

    SessionProcesses(SessionId id, SessionLimits limits) {
        this.id = id;
        this.limits = limits;
    }

    /** What others call it. */
    String publicName() {
        return id.beginning();
    }

    SessionLimits limits() {
        return limits;
    }

    Map<String, ManagedProcess> processes() {
        return processes;
    }

    Map<String, Starting> starting() {
        return starting;
    }

    int count() {
        return processes.size() + starting.size();
    }

    int waitingReads() {
        int count = 0;
        for (ManagedProcess process : processes.values()) {
            count += process.waitingReads();
        }
        return count;
    }

    /** Null for an unknown one. One still starting is waited for, so that a client may send on before it is told of its start. */
    Future<ManagedProcess> lookUp(String processId) {
        Starting begun = starting.get(processId);
        return begun == null
                ? Future.succeededFuture(processes.get(processId))
                : begun.process().otherwiseEmpty();
    }

    boolean speaks(Attachment from) {
        return from.equals(attachment);
    }

    /** Whether somebody speaks for it at the moment. */
    boolean attached() {
        return attachment != null;
    }

    void attach(Attachment to, OutputPump newPump) {
        detach();
        attachment = to;
        pump = newPump;
        processes.values().forEach(process -> process.attach(newPump));
    }

    void detach() {
        attachment = null;
        if (pump != null) {
            pump.stop();
            pump = null;
        }
        processes.values().forEach(ManagedProcess::detach);
    }

    /** A second or so has passed. */
    void tick() {
        if (pump != null) {
            pump.tick();
        }
    }

    boolean isEpoch(long epoch) {
        return attachment != null && attachment.epoch() == epoch;
    }

    void add(ManagedProcess process) {
        processes.put(process.processId(), process);
        if (pump != null && !pump.stopped()) {
            process.attach(pump);
        }
    }
}
