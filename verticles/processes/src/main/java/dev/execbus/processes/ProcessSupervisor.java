package dev.execbus.processes;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.AttachmentListener;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.ProcessService;
import dev.execbus.bus.SessionId;
import dev.execbus.bus.Timers;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.ProcessMethods.ListResponse;
import dev.execbus.protocol.ProcessMethods.ReadParams;
import dev.execbus.protocol.ProcessMethods.SignalParams;
import dev.execbus.protocol.ProcessMethods.StartResponse;
import dev.execbus.protocol.ProcessMethods.TerminateResponse;
import dev.execbus.protocol.ProcessMethods.WriteResponse;
import dev.execbus.protocol.ProcessMethods.WriteStatus;
import dev.execbus.protocol.StartParams;
import dev.execbus.protocol.ViewEnd;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Starts, watches and ends the processes of all sessions of a worker, for whoever speaks for the session at the moment.
 * Confined to its verticle's context.
 */
final class ProcessSupervisor implements ProcessService, AttachmentListener {
    private final ProcessStarter starter;
    private final WorkerLimits limits;
    private final Function<NodeName, GatewayService> gateways;
    private final Processes made;
    private final Timers timers;
    private final ProcessSettings settings;
    private final ProcessMeters meters;
    private final Consumer<Runnable> later;
    private final SessionTable sessions;
    private final ViewHub views;
    private int processes;

    /** Makes a process to watch over a launch. */
    interface Processes {
        ManagedProcess make(
                String processId, Launch launch, ProcessLimits limits, ManagedProcess.Surroundings surroundings);
    }

    ProcessSupervisor(
            ProcessStarter starter,
            WorkerLimits limits,
            Function<NodeName, GatewayService> gateways,
            Processes made,
            Timers timers,
            ProcessSettings settings,
            ProcessMeters meters,
            Consumer<Runnable> later,
            SessionTable sessions,
            ViewHub views) {
        this.starter = starter;
        this.limits = limits;
        this.gateways = gateways;
        this.made = made;
        this.timers = timers;
        this.settings = settings;
        this.meters = meters;
        this.later = later;
        this.sessions = sessions;
        this.views = views;
    }

    @Override
    public Future<Acknowledged> changed(Changed changed) {
        switch (changed) {
            case AttachmentListener.Attached attached -> attached(attached.attachment());
            case AttachmentListener.Detached detached -> detached(detached.session(), detached.epoch());
            case AttachmentListener.Ended ended -> ended(ended.session());
        }
        return Future.succeededFuture(new Acknowledged());
    }

    private void attached(Attachment to) {
        SessionProcesses session = sessions.getOrMake(to.session(), limits::session);
        GatewayService gateway = gateways.apply(to.gateway());
        session.attach(to, new OutputPump(to, gateway, meters, System::nanoTime, () -> gatewayGone(session)));
    }

    private static void gatewayGone(SessionProcesses session) {
        session.processes().values().forEach(ManagedProcess::stopDelivery);
    }

    /** A second or so has passed. */
    void tick() {
        sessions.all().forEach(SessionProcesses::tick);
    }

    private void detached(SessionId id, long epoch) {
        SessionProcesses session = sessions.get(id);
        if (session != null && session.isEpoch(epoch)) {
            session.detach();
        }
    }

    private void ended(SessionId id) {
        SessionProcesses session = sessions.remove(id);
        if (session != null) {
            session.detach();
            session.starting().values().forEach(Starting::cancel);
            processes -= session.processes().size();
            session.processes().values().forEach(process -> discard(process, ViewEnd.SESSION));
            session.limits().end();
        }
    }

    private void discard(ManagedProcess process, ViewEnd why) {
        views.over(process, why);
        process.discard();
    }

    /** The worker stops: nothing survives it. */
    void endAll() {
        sessions.ids().forEach(this::ended);
    }

    @Override
    public Future<Started> start(Start start) {
        SessionProcesses session = sessions.speaking(start.from());
        StartParams params = start.params();
        String processId = params.processId();
        if (session.processes().containsKey(processId) || session.starting().containsKey(processId)) {
            throw ExecbusException.invalidRequest("process " + processId + " already exists");
        }
        checkRoom(session);
        ProcessLimits own = session.limits().process(limits.allowed(params.limits()));
        Starting starting = new Starting();
        session.starting().put(processId, starting);
        processes++;
        long arrivedNanos = System.nanoTime();
        Future<ProcessStarter.Begun> begun;
        try {
            begun = starter.start(
                    params,
                    own.forLaunch(),
                    launch -> made.make(processId, launch, own, process -> closed(start.from(), process)));
        } catch (ExecbusException e) {
            begun = Future.failedFuture(e);
        }
        return begun.transform(done -> {
            if (done.succeeded()) {
                meters.startTook(System.nanoTime() - arrivedNanos);
                return started(start, session, starting, done.result());
            }
            own.abandoned();
            return notStarted(session, processId, starting, done.cause());
        });
    }

    private Future<Started> started(
            Start start, SessionProcesses session, Starting starting, ProcessStarter.Begun begun) {
        String processId = start.params().processId();
        ManagedProcess process = begun.process();
        process.began(
                begun.spawned(), start.params().timeoutMs(), start.params().digest());
        if (starting.cancelled() || sessions.get(start.from().session()) != session) {
            session.starting().remove(processId, starting);
            processes--;
            process.discard();
            ExecbusException cancelled =
                    ExecbusException.invalidRequest("process " + processId + " start was cancelled");
            starting.promise().fail(cancelled);
            return Future.failedFuture(cancelled);
        }
        session.add(process);
        // The answer to the start goes before the answers to what was asked meanwhile.
        // Until then it counts as starting, so that nothing overtakes them.
        later.accept(() -> {
            session.starting().remove(processId, starting);
            starting.promise().complete(process);
        });
        return Future.succeededFuture(new Started(new StartResponse(processId, sandboxType(start.params()))));
    }

    /** The peer's word for any sandbox, also for one that holds nobody. */
    private static String sandboxType(StartParams params) {
        return params.sandbox().given() ? "linuxSeccomp" : "none";
    }

    private Future<Started> notStarted(SessionProcesses session, String processId, Starting starting, Throwable cause) {
        session.starting().remove(processId, starting);
        processes--;
        meters.failed();
        starting.promise().fail(cause);
        return Future.failedFuture(cause);
    }

    private void checkRoom(SessionProcesses session) {
        if (session.count() >= settings.perSession()) {
            throw ExecbusException.resourceExhausted(
                    "the session has " + settings.perSession() + " processes, which is its limit");
        }
        if (processes >= settings.perNode()) {
            throw ExecbusException.resourceExhausted(
                    "the worker has " + settings.perNode() + " processes, which is its limit");
        }
    }

    /** A closed process can still be read for a while; then its id is free again. */
    private void closed(Attachment startedBy, ManagedProcess process) {
        timers.after(settings.retention(), () -> {
            SessionProcesses session = sessions.get(startedBy.session());
            if (session != null && session.processes().remove(process.processId(), process)) {
                processes--;
                discard(process, ViewEnd.PROCESS);
            }
        });
    }

    @Override
    public Future<ReadDone> read(Read read) {
        SessionProcesses session = sessions.speaking(read.from());
        String processId = read.params().processId();
        return found(session, processId, () -> unknown(processId))
                .compose(process -> readable(session, process, read.params()))
                .compose(process -> process.read(read.params()).map(answer -> {
                    if (answer.cut()) {
                        process.deliverFrom(answer.response().nextSeq() - 1);
                    }
                    return new ReadDone(answer.response());
                }));
    }

    private Future<ManagedProcess> readable(SessionProcesses session, ManagedProcess process, ReadParams params) {
        if (params.waitMs() == 0 || process.hasNews(params.afterSeq())) {
            return Future.succeededFuture(process);
        }
        if (session.waitingReads() >= settings.longPolls()) {
            throw ExecbusException.resourceExhausted(
                    "the session has " + settings.longPolls() + " reads that wait, which is its limit");
        }
        Promise<ManagedProcess> promise = Promise.promise();
        Duration wait = Duration.ofMillis(Math.min(params.waitMs(), LONGEST_WAIT.toMillis()));
        process.await(params.afterSeq(), wait, () -> promise.complete(process));
        return promise.future();
    }

    @Override
    public Future<Written> write(Write write) {
        SessionProcesses session = sessions.speaking(write.from());
        return session.lookUp(write.params().processId())
                .compose(process ->
                        process == null ? Future.succeededFuture(WriteStatus.UNKNOWN_PROCESS) : typed(process, write))
                .map(status -> new Written(new WriteResponse(status)));
    }

    private Future<WriteStatus> typed(ManagedProcess process, Write write) {
        views.ownerTypes(process);
        Future<WriteStatus> status =
                process.write(write.params().writeId(), write.params().chunk());
        return process.hasAnsweredAtOnce() ? behindOutput(status) : status;
    }

    /** Whoever waits for the output is woken once, for both. */
    private Future<WriteStatus> behindOutput(Future<WriteStatus> status) {
        Promise<WriteStatus> promise = Promise.promise();
        later.accept(() -> status.onComplete(promise));
        return promise.future();
    }

    @Override
    public Future<Done> closeStdin(CloseStdin closeStdin) {
        String processId = closeStdin.params().processId();
        return found(sessions.speaking(closeStdin.from()), processId, () -> unknown(processId))
                .map(process -> {
                    process.closeStdin();
                    return new Done();
                });
    }

    @Override
    public Future<Done> signal(Signal signal) {
        SessionProcesses session = sessions.speaking(signal.from());
        SignalParams params = signal.params();
        boolean interrupt = params.signal().equals(SignalParams.INTERRUPT);
        return session.lookUp(params.processId()).map(process -> {
            if (process == null && !interrupt) {
                // Other names are an extension: where there is nothing to signal the peer's answer is the better one.
                throw SignalParams.unknownSignal(params.signal());
            }
            if (process != null) {
                process.signal(
                        interrupt
                                ? dev.execbus.protocol.Signal.INT
                                : dev.execbus.protocol.Signal.named(params.signal())
                                        .orElseThrow());
            }
            return new Done();
        });
    }

    @Override
    public Future<Done> resize(Resize resize) {
        String processId = resize.params().processId();
        return found(sessions.speaking(resize.from()), processId, () -> unknown(processId))
                .map(process -> {
                    views.ownerResizes(process, resize.params().size());
                    return new Done();
                });
    }

    @Override
    public Future<Terminated> terminate(Terminate terminate) {
        SessionProcesses session = sessions.speaking(terminate.from());
        String processId = terminate.params().processId();
        ManagedProcess process = session.processes().get(processId);
        Starting starting = session.starting().get(processId);
        if (process == null && starting != null) {
            starting.cancel();
            return Future.succeededFuture(new Terminated(new TerminateResponse(true)));
        }
        return Future.succeededFuture(new Terminated(new TerminateResponse(process != null && process.terminate())));
    }

    @Override
    public Future<Listed> list(ListProcesses list) {
        SessionProcesses session = sessions.speaking(list.from());
        List<dev.execbus.protocol.ProcessMethods.ProcessSummary> summaries = new ArrayList<>();
        session.processes().values().forEach(process -> summaries.add(process.summary()));
        return Future.succeededFuture(new Listed(new ListResponse(summaries)));
    }

    private static Future<ManagedProcess> found(
            SessionProcesses session, String processId, java.util.function.Supplier<ExecbusException> unknown) {
        return session.lookUp(processId)
                .compose(process ->
                        process == null ? Future.failedFuture(unknown.get()) : Future.succeededFuture(process));
    }

    private static ExecbusException unknown(String processId) {
        return ExecbusException.invalidRequest("unknown process id " + processId);
    }
}
