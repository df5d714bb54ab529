package dev.execbus.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.bus.Timers;
import dev.execbus.client.EnvironmentSpec.ByProgram;
import dev.execbus.client.EnvironmentSpec.ByUrl;
import dev.execbus.client.Request.Repeat;
import dev.execbus.protocol.EnvironmentMethods;
import dev.execbus.protocol.EnvironmentMethods.EnvironmentInfo;
import dev.execbus.protocol.HttpMethods;
import dev.execbus.protocol.MalformedFrameException;
import dev.execbus.protocol.ProcessMethods;
import dev.execbus.protocol.RpcMessage;
import dev.execbus.protocol.StartParams;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An exec-server behind a WebSocket, or a program that speaks its protocol on its standard streams. Connects with the first
 * call. When the connection is lost, the session is resumed and what was missed is read; what is called meanwhile waits.
 * When that takes longer than the recovery window, or the server does not know the session any more, its processes have
 * {@link ExecEvent.Failed}, and the next call opens another session.
 */
public final class RemoteBackend implements ExecBackend {
    private final Loop loop;
    private final RemoteSettings settings;
    private final Wire.Connector connector;
    private final RemoteSession session;
    private final RemoteCalls calls;
    private final ProcessTable processes;
    private final BodyStreams bodies = new BodyStreams();
    private final Files files;
    private final Http http;
    private Timers.Timer tick = () -> {};
    private Future<Void> closed;

    RemoteBackend(Loop loop, Wire.Connector connector, RemoteSettings settings) {
        this.loop = loop;
        this.settings = settings;
        this.connector = connector;
        Recovery recovery = new Recovery(
                settings.recoveryWindow(),
                settings.reconnectPause(),
                () -> ThreadLocalRandom.current().nextDouble());
        this.session = new RemoteSession(loop, connector, settings, recovery, new Owner());
        this.calls = new RemoteCalls(session, settings.answerTimeout(), "");
        this.processes = new ProcessTable(loop, calls);
        this.files = new RemoteFiles(loop, calls);
        this.http = new CalledHttp(loop, calls, bodies);
        loop.run(this::tickLater);
    }

    /** @param token read anew for each connection */
    public static RemoteBackend byUrl(Vertx vertx, ByUrl reach, EnvironmentToken token, RemoteSettings settings) {
        Loop loop = new VertxLoop(vertx);
        return new RemoteBackend(loop, new WebSocketConnector(vertx, loop, reach, token), settings);
    }

    /** The program is started with the first call, and again with the next one when it has ended. */
    public static RemoteBackend byProgram(Vertx vertx, ByProgram reach, RemoteSettings settings) {
        Loop loop = new VertxLoop(vertx);
        return new RemoteBackend(loop, new StdioConnector(loop, reach), settings);
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
        return loop.ask(() -> RemoteCalls.decoded(
                calls.ask(EnvironmentMethods.INFO, Map.of(), Repeat.ALWAYS, settings.answerTimeout()),
                EnvironmentInfo.class));
    }

    @Override
    public Future<Void> close() {
        return loop.ask(() -> {
            if (closed == null) {
                closed = farewell().transform(said -> session.close()).transform(ended -> connector.close());
                tick.cancel();
            }
            return closed;
        });
    }

    private Future<Void> farewell() {
        return session.isAttached() ? processes.farewell() : Future.succeededFuture();
    }

    private void tickLater() {
        tick = loop.timers().after(settings.quiet(), () -> {
            if (session.isAttached()) {
                processes.tick();
            }
            tickLater();
        });
    }

    private final class Owner implements RemoteSession.Owner {
        @Override
        public void resumed() {
            processes.attached();
        }

        @Override
        public void notified(RpcMessage.Notification notification) throws MalformedFrameException {
            JsonNode params = notification.params();
            switch (notification.method()) {
                case ProcessMethods.OUTPUT ->
                    processes.happened(Notifications.processId(params), Notifications.output(params));
                case ProcessMethods.EXITED ->
                    processes.happened(Notifications.processId(params), Notifications.exited(params));
                case ProcessMethods.CLOSED ->
                    processes.happened(Notifications.processId(params), Notifications.closed(params));
                case HttpMethods.BODY_DELTA -> bodies.heard(Notifications.bodyDelta(params));
                default -> {}
            }
        }

        @Override
        public void cut() {
            bodies.cut("the connection to the exec-server was lost");
        }

        @Override
        public void lost(String message) {
            bodies.cut(message);
            processes.lost(message);
        }
    }
}
