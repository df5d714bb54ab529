package dev.execbus.transport;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.AttachmentListener;
import dev.execbus.bus.Beats.WorkerBeat;
import dev.execbus.bus.Bus;
import dev.execbus.bus.EnvironmentService;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.ProcessService;
import dev.execbus.bus.Reception;
import dev.execbus.bus.SessionId;
import dev.execbus.bus.SessionService;
import dev.execbus.protocol.EnvironmentMethods.EnvironmentInfo;
import dev.execbus.protocol.EnvironmentMethods.SandboxInfo;
import dev.execbus.protocol.EnvironmentMethods.Shell;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.ProcessMethods.ListResponse;
import dev.execbus.protocol.ProcessMethods.ProcessSummary;
import dev.execbus.protocol.ProcessMethods.TerminateResponse;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rooms of a worker without processes: its reads wait for ever. Confined to the context of the gateway's test. */
final class TestWorker implements SessionService, ProcessService, EnvironmentService {
    private final NodeName name;
    private final Reception reception = new Reception();
    private final AttachmentListener attachments =
            reception.before(changed -> Future.succeededFuture(new AttachmentListener.Acknowledged()));

    /** The epoch of the attachment that speaks for each session; 0 for none. */
    final Map<SessionId, Long> sessions = new HashMap<>();

    final List<Detach> detached = new ArrayList<>();
    int opened;
    int signalled;
    int resumesAsked;
    int listed;
    final List<ProcessService.Command> asked = new ArrayList<>();

    /** Answers to starts; null to refuse them. */
    Future<Started> starting;

    List<ProcessSummary> processes = List.of();

    /** Says this instead of taking a session. */
    ExecbusException refusal;

    /** Does not answer when it is asked for a session. */
    boolean mute;

    /** What it waits for before it says whether it has a session. */
    Future<Void> resuming = Future.succeededFuture();

    /** What it waits for before it acknowledges. */
    Future<Void> detaching = Future.succeededFuture();

    TestWorker(String name) {
        this.name = new NodeName(name);
    }

    Future<?> serve(Bus bus) {
        return Future.all(
                SessionService.serve(bus, name, this),
                ProcessService.serve(bus, name, this, reception),
                EnvironmentService.serve(bus, name, this));
    }

    NodeName name() {
        return name;
    }

    WorkerBeat beat(int sessionCount, int capacity, String... labels) {
        return beat(1, sessionCount, capacity, false, false, labels);
    }

    WorkerBeat beat(
            long incarnation, int sessionCount, int capacity, boolean draining, boolean leaving, String... labels) {
        return new WorkerBeat(name, incarnation, sessionCount, capacity, 0, List.of(labels), draining, leaving, "test");
    }

    private Future<Attached> attach(Attachment attachment) {
        sessions.put(attachment.session(), attachment.epoch());
        return attachments.changed(new AttachmentListener.Attached(attachment)).map(told -> new Attached(attachment));
    }

    @Override
    public Future<Attached> open(Open open) {
        if (refusal != null) {
            return Future.failedFuture(refusal);
        }
        SessionId session = new SessionId(name + "-" + ++opened);
        return attach(new Attachment(session, 1, open.gateway(), open.connection()));
    }

    @Override
    public Future<Attached> resume(Resume resume) {
        resumesAsked++;
        if (mute) {
            return Promise.<Attached>promise().future();
        }
        return resuming.compose(now -> resumed(resume));
    }

    private Future<Attached> resumed(Resume resume) {
        Long epoch = sessions.get(resume.session());
        return epoch == null
                ? Future.failedFuture(ExecbusException.invalidRequest(
                        "unknown session id " + resume.session().value()))
                : attach(new Attachment(resume.session(), epoch + 1, resume.gateway(), resume.connection()));
    }

    @Override
    public Future<Detached> detach(Detach detach) {
        detached.add(detach);
        return detaching.map(done -> new Detached());
    }

    @Override
    public Future<SessionService.Listed> list(ListSessions list) {
        return Future.succeededFuture(new SessionService.Listed(List.of()));
    }

    @Override
    public Future<Started> start(Start start) {
        asked.add(start);
        if (starting != null) {
            return starting;
        }
        return Future.failedFuture(ExecbusException.internal("nothing is started here"));
    }

    @Override
    public Future<ReadDone> read(Read read) {
        return Promise.<ReadDone>promise().future();
    }

    @Override
    public Future<Written> write(Write write) {
        return Promise.<Written>promise().future();
    }

    @Override
    public Future<Done> closeStdin(CloseStdin closeStdin) {
        return Future.succeededFuture(new Done());
    }

    @Override
    public Future<Done> signal(Signal signal) {
        signalled++;
        return Future.succeededFuture(new Done());
    }

    @Override
    public Future<Done> resize(Resize resize) {
        return Future.succeededFuture(new Done());
    }

    @Override
    public Future<Terminated> terminate(Terminate terminate) {
        asked.add(terminate);
        return speaking(terminate.from(), new Terminated(new TerminateResponse(false)));
    }

    @Override
    public Future<ProcessService.Listed> list(ListProcesses list) {
        listed++;
        return speaking(list.from(), new ProcessService.Listed(new ListResponse(processes)));
    }

    /** Whoever is not attached is told so. */
    private <T> Future<T> speaking(Attachment from, T answer) {
        return sessions.get(from.session()) == from.epoch()
                ? Future.succeededFuture(answer)
                : Future.failedFuture(new ExecbusException(ErrorCode.STALE_ATTACHMENT, "not attached any more"));
    }

    @Override
    public Future<Built> build(Build build) {
        return Future.succeededFuture(new Built(Map.of()));
    }

    @Override
    public Future<Described> describe(Describe describe) {
        return Future.succeededFuture(new Described(new EnvironmentInfo(
                new Shell("sh", "file:///bin/sh"),
                "test",
                name.value(),
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                new SandboxInfo(SandboxInfo.NONE, "a test"))));
    }
}
