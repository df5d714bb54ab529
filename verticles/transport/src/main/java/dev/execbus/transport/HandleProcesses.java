package dev.execbus.transport;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.Failures;
import dev.execbus.bus.ProcessEvent;
import dev.execbus.bus.ProcessService;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.HandleMethods;
import dev.execbus.protocol.HandleMethods.Capabilities;
import dev.execbus.protocol.HandleMethods.KillParams;
import dev.execbus.protocol.HandleMethods.ResizePtyParams;
import dev.execbus.protocol.HandleMethods.WriteStdinParams;
import dev.execbus.protocol.ProcessMethods.Empty;
import dev.execbus.protocol.ProcessMethods.TerminateParams;
import dev.execbus.protocol.SpawnParams;
import dev.execbus.protocol.StartParams;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The processes that one connection knows by handles. They are processes of its session like others, end with the
 * connection, and speak the app-server's dialect. Confined to the gateway's context.
 */
final class HandleProcesses {
    /** Ids of clients do not begin like this unless they are meant to. */
    private static final String PREFIX = "handle\u001f";

    private final HandleNotices notices;
    private final HeldOutput room;
    private final Map<String, HandleProcess> byHandle = new HashMap<>();
    private final Map<String, HandleProcess> byId = new HashMap<>();
    /** Those of a connection before this one that have been killed and not ended yet. */
    private final Set<String> condemned = new HashSet<>();

    private Capabilities capabilities = Capabilities.NONE;
    private Speaker speaker;
    private String ownPrefix;
    private long lastNumber;

    HandleProcesses(HandleNotices notices, HeldOutput room) {
        this.notices = notices;
        this.room = room;
    }

    static boolean isOne(String processId) {
        return processId.startsWith(PREFIX);
    }

    /** What the client says of itself in its handshake. */
    void introduce(Capabilities said) {
        capabilities = said;
        notices.leaveOut(said.optOut());
    }

    /** The handshake is done; what a lost connection has left behind in the session ends now. */
    void begin(Speaker as) {
        speaker = as;
        ownPrefix = PREFIX + as.attachment().epoch() + "/";
        if (capabilities.experimentalApi() && as.attachment().epoch() > 1) {
            ProcessService worker = as.services().processes();
            worker.list(new ProcessService.ListProcesses(as.attachment()))
                    .onSuccess(listed -> listed.response().processes().stream()
                            .filter(process -> !process.closed() && isLeftBehind(process.processId()))
                            .forEach(process -> condemn(process.processId())));
        }
    }

    /** The one as whom a client that may use these methods speaks. */
    Speaker require(String method) {
        if (speaker == null) {
            throw ExecbusException.invalidRequest("Not initialized");
        }
        if (!capabilities.experimentalApi()) {
            throw ExecbusException.invalidRequest(method + " requires experimentalApi capability");
        }
        return speaker;
    }

    Future<Empty> spawn(ProcessService worker, SpawnParams params) {
        params.check();
        String handle = params.processHandle();
        if (byHandle.containsKey(handle)) {
            throw ExecbusException.invalidRequest("duplicate active process handle: " + HandleMethods.quoted(handle));
        }
        String id = ownPrefix + ++lastNumber;
        Attachment from = speaker.attachment();
        StartParams start = params.toStart(id);
        HandleProcess process = new HandleProcess(id, from, params);
        byHandle.put(handle, process);
        byId.put(id, process);
        return worker.start(new ProcessService.Start(from, start)).transform(done -> {
            if (done.succeeded()) {
                process.started();
                return Future.succeededFuture(new Empty());
            }
            forget(process);
            process.notStarted();
            return Future.failedFuture(notStarted(process, worker, Failures.told(done.cause())));
        });
    }

    private static ExecbusException notStarted(HandleProcess process, ProcessService worker, ExecbusException cause) {
        return switch (cause.code()) {
            case INTERNAL, RESOURCE_EXHAUSTED ->
                new ExecbusException(cause.code(), "failed to spawn process: " + cause.getMessage());
            case WORKER_UNAVAILABLE -> {
                // Nobody knows whether it runs.
                process.terminate(worker);
                yield cause;
            }
            case INVALID_REQUEST,
                    METHOD_NOT_FOUND,
                    INVALID_PARAMS,
                    NOT_FOUND,
                    SESSION_ALREADY_ATTACHED,
                    STALE_ATTACHMENT,
                    UNSUPPORTED,
                    CONFLICT -> cause;
        };
    }

    Future<Empty> write(ProcessService worker, WriteStdinParams params) {
        ByteChunk delta = params.checked();
        return active(params.processHandle()).write(worker, delta, params.closeStdin());
    }

    Future<Empty> resize(ProcessService worker, ResizePtyParams params) {
        params.size().checked();
        return active(params.processHandle()).resize(worker, params.size());
    }

    Future<Empty> kill(ProcessService worker, KillParams params) {
        return active(params.processHandle()).kill(worker);
    }

    private HandleProcess active(String handle) {
        HandleProcess process = byHandle.get(handle);
        if (process == null) {
            throw HandleProcess.unknown(handle);
        }
        return process;
    }

    /**
     * For {@link #isOne}; completes when what came before is written, and what this makes to be told.
     *
     * @param nowNanos when the event came
     */
    Future<Void> happened(ProcessEvent event, Future<Void> before, long nowNanos) {
        HandleProcess process = byId.get(event.processId());
        if (process == null) {
            nobodys(event);
            return before;
        }
        return switch (event) {
            case ProcessEvent.Output output -> endedWhenDone(process, process.output(output, notices, room, before));
            case ProcessEvent.Exited exited -> {
                process.exited(exited, nowNanos);
                yield endedWhenDone(process, before);
            }
            case ProcessEvent.Closed closed -> ended(process, false, before);
        };
    }

    private Future<Void> endedWhenDone(HandleProcess process, Future<Void> before) {
        return process.isDone() ? ended(process, false, before) : before;
    }

    /** What still holds the output of one that has been told to have ended is let be. */
    private void nobodys(ProcessEvent event) {
        if (event instanceof ProcessEvent.Closed) {
            condemned.remove(event.processId());
        } else if (isLeftBehind(event.processId())) {
            condemn(event.processId());
        }
    }

    private boolean isLeftBehind(String processId) {
        return isOne(processId) && !processId.startsWith(ownPrefix);
    }

    private void condemn(String processId) {
        if (condemned.add(processId)) {
            speaker.services()
                    .processes()
                    .terminate(new ProcessService.Terminate(speaker.attachment(), new TerminateParams(processId)));
        }
    }

    boolean areOverdue(long nowNanos) {
        for (HandleProcess process : byId.values()) {
            if (process.isOverdue(nowNanos)) {
                return true;
            }
        }
        return false;
    }

    /** Those that have exited and whose output somebody else holds are told to have ended. */
    void expire(long nowNanos) {
        List.copyOf(byId.values()).stream()
                .filter(process -> process.isOverdue(nowNanos))
                .forEach(process -> ended(process, true, Future.succeededFuture()));
    }

    private Future<Void> ended(HandleProcess process, boolean drainTimedOut, Future<Void> before) {
        HandleMethods.Exited told = process.end(drainTimedOut);
        forget(process);
        return notices.send(HandleMethods.EXITED, told, before);
    }

    private void forget(HandleProcess process) {
        if (byId.remove(process.id(), process)) {
            byHandle.remove(process.handle(), process);
            room.giveBack(process.keptBytes());
        }
    }

    /** The connection is gone. To be called before its session is given back. */
    void end() {
        List<HandleProcess> left = List.copyOf(byId.values());
        left.forEach(this::forget);
        if (!left.isEmpty() && speaker.worker().fate() == Worker.Fate.LIVE) {
            ProcessService worker = speaker.services().processes();
            left.forEach(process -> process.terminate(worker));
        }
    }
}
