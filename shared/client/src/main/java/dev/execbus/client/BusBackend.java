package dev.execbus.client;

import dev.execbus.bus.Bus;
import dev.execbus.bus.ClientEvent;
import dev.execbus.bus.CommandEvent;
import dev.execbus.bus.EnvironmentService;
import dev.execbus.bus.FileEvent;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.HttpEvent;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.ProcessEvent;
import dev.execbus.bus.SessionService;
import dev.execbus.protocol.EnvironmentMethods.EnvironmentInfo;
import dev.execbus.protocol.ProcessMethods.StreamTotal;
import dev.execbus.protocol.StartParams;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.UUID;

/**
 * The rooms of a worker in this JVM, as an in-process client that has a session there like any other. Its session is opened
 * with the first call, and there is nothing to recover from but the worker's own restart.
 */
public final class BusBackend implements ExecBackend {
    private final Vertx vertx;
    private final Bus bus;
    private final NodeName gateway =
            new NodeName("local-" + UUID.randomUUID().toString().substring(0, 18));
    private final Loop loop;
    private final BusSession session;
    private final ProcessTable processes;
    private final BodyStreams bodies = new BodyStreams();
    private final EnvironmentService environment;
    private final Files files;
    private final Http http;
    private Future<String> deployment;
    private Future<Void> closed;

    /** Reaches nothing yet. */
    public BusBackend(Vertx vertx, Bus bus, NodeName worker) {
        this.vertx = vertx;
        this.bus = bus;
        this.loop = new VertxLoop(vertx);
        this.session = new BusSession(loop, SessionService.on(bus, worker), gateway, new Owner(), this::delivered);
        BusCalls calls = new BusCalls(session, bus, worker);
        this.processes = new ProcessTable(loop, calls);
        this.environment = EnvironmentService.on(bus, worker);
        this.files = new BusFiles(loop, session, calls, bus, worker);
        this.http = new CalledHttp(loop, calls, bodies);
    }

    @Override
    public Future<ExecProcess> start(StartParams params) {
        return loop.ask(() -> processes.start(params));
    }

    @Override
    public Files files() {
        return files;
    }

    @Override
    public Http http() {
        return http;
    }

    @Override
    public Future<EnvironmentInfo> environmentInfo() {
        return environment.describe(new EnvironmentService.Describe()).map(EnvironmentService.Described::info);
    }

    @Override
    public Future<Void> close() {
        return loop.ask(() -> {
            if (closed == null) {
                closed = processes
                        .farewell()
                        .transform(said -> session.close())
                        .transform(detached ->
                                deployment == null ? Future.succeededFuture() : deployment.compose(vertx::undeploy));
            }
            return closed;
        });
    }

    /** Where the worker finds this backend: must be served before a session is opened. */
    private Future<?> served() {
        if (deployment == null) {
            deployment = vertx.deployVerticle(new Gateway());
        }
        return deployment;
    }

    private void delivered(ClientEvent event) {
        switch (event) {
            case ProcessEvent process -> processes.happened(process.processId(), new Heard.Event(numbered(process)));
            case HttpEvent.BodyDelta delta -> bodies.heard(delta.notification());
            case FileEvent watched -> {}
            case CommandEvent told -> {}
        }
    }

    private static ExecEvent.Numbered numbered(ProcessEvent event) {
        return switch (event) {
            case ProcessEvent.Output output -> new ExecEvent.Output(output.seq(), output.stream(), output.chunk());
            case ProcessEvent.Exited exited ->
                new ExecEvent.Exited(exited.seq(), exited.exitCode(), exited.sandboxDenied(), exited.verdict());
            case ProcessEvent.Closed close -> new ExecEvent.Closed(close.seq(), StreamTotal.byName(close.streams()));
        };
    }

    /** The address of this backend; it goes with its deployment. */
    private final class Gateway extends VerticleBase implements GatewayService {
        @Override
        public Future<?> start() {
            return GatewayService.serve(bus, gateway, this);
        }

        @Override
        public Future<Delivered> deliver(Deliver deliver) {
            return loop.ask(() -> session.deliver(deliver));
        }

        @Override
        public Future<Audited> audit(Audit audit) {
            return loop.ask(() -> session.audit(audit));
        }
    }

    private final class Owner implements BusSession.Owner {
        @Override
        public Future<?> ready() {
            return served();
        }

        @Override
        public void resumed() {
            processes.attached();
        }

        @Override
        public void cut() {
            bodies.cut("the session was lost for a moment");
        }

        @Override
        public void lost(String message) {
            bodies.cut(message);
            processes.lost(message);
        }
    }
}
