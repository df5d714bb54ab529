package dev.execbus.transport;

import dev.execbus.bus.Bus;
import dev.execbus.bus.EnvironmentService;
import dev.execbus.bus.FileService;
import dev.execbus.bus.HttpService;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.ProcessService;
import dev.execbus.bus.Trace;
import dev.execbus.bus.UnifiedExecService;
import dev.execbus.bus.ViewService;

/**
 * The rooms of one worker that answer a client's requests. Immutable.
 *
 * @param numbered the bus for commands whose loss on the way must be noticed
 */
record WorkerServices(
        NodeName worker,
        Bus bus,
        Bus numbered,
        ProcessService processes,
        FileService files,
        HttpService http,
        UnifiedExecService unifiedExec,
        EnvironmentService environment,
        ViewService views) {

    static WorkerServices of(Bus bus, NodeName worker) {
        return over(worker, bus, bus);
    }

    private static WorkerServices over(NodeName worker, Bus bus, Bus numbered) {
        return new WorkerServices(
                worker,
                bus,
                numbered,
                ProcessService.on(numbered, worker),
                FileService.on(bus, worker),
                HttpService.on(bus, worker),
                UnifiedExecService.on(bus, worker),
                EnvironmentService.on(bus, worker),
                ViewService.on(bus, worker));
    }

    /** For one attachment: its commands to the processes room are numbered from 1. */
    WorkerServices attached() {
        Bus fresh = bus.numbered();
        return fresh == bus ? this : over(worker, bus, fresh);
    }

    /** For one request; both may be null. */
    WorkerServices saying(String opId, Trace trace) {
        return opId == null && trace == null
                ? this
                : over(worker, bus.once(opId).traced(trace), numbered.once(opId).traced(trace));
    }
}
