package dev.execbus.processes;

import dev.execbus.bus.Attachment;
import java.util.HashMap;
import java.util.Map;

/** What one session owns in this room: its processes, those still starting, and who speaks for it. */
final class SessionProcesses {
    private final Map<String, ManagedProcess> processes = new HashMap<>();
    private final Map<String, Starting> starting = new HashMap<>();
    private final SessionLimits limits;
    private Attachment attachment;
    private OutputPump pump;

    SessionProcesses(SessionLimits limits) {
        this.limits = limits;
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

    boolean speaks(Attachment from) {
        return from.equals(attachment);
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
