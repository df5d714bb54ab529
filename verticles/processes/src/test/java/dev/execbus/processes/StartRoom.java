package dev.execbus.processes;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.AttachmentListener;
import dev.execbus.bus.AttachmentListener.Attached;
import dev.execbus.bus.AttachmentListener.Ended;
import dev.execbus.bus.AttachmentListener.Room;
import dev.execbus.bus.Bus;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.EnvironmentService;
import dev.execbus.bus.EnvironmentService.Built;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.ProcessEvent;
import dev.execbus.bus.ProcessEvent.Closed;
import dev.execbus.bus.ProcessEvent.Exited;
import dev.execbus.bus.ProcessEvent.Output;
import dev.execbus.bus.ProcessService;
import dev.execbus.bus.SessionId;
import dev.execbus.bus.ViewService;
import dev.execbus.protocol.ProcessMethods.ReadParams;
import dev.execbus.protocol.ProcessMethods.ReadResponse;
import dev.execbus.protocol.ProcessMethods.SignalParams;
import dev.execbus.protocol.ProcessMethods.StartResponse;
import dev.execbus.protocol.ProcessMethods.TerminateParams;
import dev.execbus.protocol.StartParams;
import dev.execbus.protocol.ViewMethods.AttachParams;
import dev.execbus.protocol.ViewMethods.AttachResponse;
import dev.execbus.protocol.ViewMethods.ExportParams;
import dev.execbus.protocol.ViewMethods.ExportResponse;
import dev.execbus.sandbox.Sandbox;
import dev.execbus.testkit.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The room, deployed with one session that has a connection, and what it told the client. Every wait has a deadline. */
final class StartRoom {
    private static final NodeName WORKER = new NodeName("w1");
    private static final NodeName GATEWAY = new NodeName("g1");
    private static final SessionId SESSION = new SessionId("s1");
    private static final Attachment CLIENT = new Attachment(SESSION, 1, GATEWAY, new ConnectionId(1));
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final Vertx vertx;
    private final String deployment;
    private final ProcessService processes;
    private final AttachmentListener attachments;
    private final ViewService views;
    private final TakingGateway gateway = new TakingGateway();
    private long lastView;

    StartRoom(Vertx vertx, Sandbox sandbox) throws Exception {
        this.vertx = vertx;
        Bus bus = Bus.install(vertx);
        done(GatewayService.serve(bus, GATEWAY, gateway));
        done(EnvironmentService.serve(bus, WORKER, new PlainEnvironment()));
        deployment = done(vertx.deployVerticle(new ProcessVerticle(bus, WORKER, ProcessSettings.DEFAULTS, sandbox)));
        processes = ProcessService.on(bus, WORKER);
        views = ViewService.on(bus, WORKER);
        attachments = AttachmentListener.on(bus, Room.PROCESSES, WORKER);
        done(attachments.changed(new Attached(CLIENT)));
    }

    StartResponse start(StartParams params) throws Exception {
        return done(processes.start(new ProcessService.Start(CLIENT, params))).response();
    }

    void signal(String processId, String signal) throws Exception {
        done(processes.signal(new ProcessService.Signal(CLIENT, new SignalParams(processId, signal))));
    }

    void terminate(String processId) throws Exception {
        done(processes.terminate(new ProcessService.Terminate(CLIENT, new TerminateParams(processId))));
    }

    ReadResponse read(String processId) throws Exception {
        return done(processes.read(new ProcessService.Read(CLIENT, new ReadParams(processId, 0, Long.MAX_VALUE, 0))))
                .response();
    }

    /** What the owner's own view of a process is told at its begin. */
    AttachResponse view(AttachParams params) throws Exception {
        ViewService.ViewKey key = new ViewService.ViewKey(GATEWAY, ++lastView);
        return done(views.attach(new ViewService.Attach(key, new ViewService.Asking(CLIENT, false, null), params)))
                .response();
    }

    ExportResponse export(String processId) throws Exception {
        return done(views.export(new ViewService.Export(
                        new ViewService.Asking(CLIENT, false, null), new ExportParams(null, processId, null, null))))
                .response();
    }

    void endSession() throws Exception {
        done(attachments.changed(new Ended(SESSION)));
    }

    void stop() throws Exception {
        done(vertx.undeploy(deployment));
    }

    void awaitOutput(String processId, String part) {
        Eventually.holds(
                "output of " + processId, DEADLINE, () -> output(processId).contains(part));
    }

    /** When nothing more will come of it. */
    Exited awaitClosed(String processId) {
        Eventually.holds(
                processId + " closes", DEADLINE, () -> of(processId).stream().anyMatch(Closed.class::isInstance));
        return (Exited) of(processId).stream()
                .filter(Exited.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    /** The last event of what has closed. */
    Closed closed(String processId) {
        awaitClosed(processId);
        return (Closed) of(processId).getLast();
    }

    /** All of its streams as they came. */
    String output(String processId) {
        StringBuilder text = new StringBuilder();
        for (ProcessEvent event : of(processId)) {
            if (event instanceof Output output) {
                text.append(new String(output.chunk().bytes(), StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }

    private List<ProcessEvent> of(String processId) {
        return gateway.events().stream()
                .filter(event -> event.processId().equals(processId))
                .toList();
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.await(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static final class PlainEnvironment implements EnvironmentService {
        @Override
        public Future<Built> build(Build build) {
            return Future.succeededFuture(new Built(build.requested()));
        }

        @Override
        public Future<Described> describe(Describe describe) {
            return Future.failedFuture("not asked here");
        }
    }
}
