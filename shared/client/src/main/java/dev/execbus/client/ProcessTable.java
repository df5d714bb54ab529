package dev.execbus.client;

import dev.execbus.bus.Timers;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.StartParams;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The processes of one backend of which something may still be heard. Confined to the backend's loop. */
final class ProcessTable {
    private static final int MOST = 4_096;
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final Loop loop;
    private final ProcessCalls calls;
    private final Map<String, TrackedProcess> processes = new LinkedHashMap<>();

    ProcessTable(Loop loop, ProcessCalls calls) {
        this.loop = loop;
        this.calls = calls;
    }

    /** It is known here before anything can be told of it, and not any more if it does not start. */
    Future<ExecProcess> start(StartParams params) {
        String id = params.processId();
        if (processes.containsKey(id)) {
            return Future.failedFuture(ExecbusException.invalidRequest("process " + id + " already exists"));
        }
        if (processes.size() >= MOST) {
            return Future.failedFuture(
                    ExecbusException.resourceExhausted(MOST + " processes are under way, which is the limit"));
        }
        TrackedProcess process = new TrackedProcess(id, params.tty(), loop, calls, gone -> processes.remove(id, gone));
        processes.put(id, process);
        return calls.start(params).transform(done -> {
            if (done.failed()) {
                processes.remove(id, process);
                return Future.failedFuture(done.cause());
            }
            process.started();
            return Future.succeededFuture(process);
        });
    }

    void happened(String processId, Heard heard) {
        TrackedProcess process = processes.get(processId);
        if (process != null) {
            process.happened(heard);
        }
    }

    /** The connection is another: something may have been missed. */
    void attached() {
        all(TrackedProcess::look);
    }

    /** Time has passed. */
    void tick() {
        all(TrackedProcess::tick);
    }

    /** Nothing more can be known of all that are here. */
    void lost(String message) {
        List<TrackedProcess> lost = new ArrayList<>(processes.values());
        processes.clear();
        lost.forEach(process -> process.failed(message));
    }

    /** Kills those that run, since nobody can do it later; completes when it is done, or takes too long. */
    Future<Void> farewell() {
        List<Future<?>> answers = new ArrayList<>();
        all(process -> answers.add(process.terminate()));
        Promise<Void> enough = Promise.promise();
        Timers.Timer patience = loop.timers().after(FAREWELL, enough::tryComplete);
        Future.join(answers).onComplete(done -> {
            patience.cancel();
            enough.tryComplete();
        });
        return enough.future();
    }

    private void all(Consumer<TrackedProcess> action) {
        List.copyOf(processes.values()).forEach(action);
    }
}
