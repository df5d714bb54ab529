package dev.execbus.transport;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.Bus;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.EnvironmentService;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.SessionId;
import dev.execbus.bus.SessionService;
import dev.execbus.protocol.SessionMethods.InitializeResponse;
import io.vertx.core.Future;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets connections their sessions from the worker. */
final class Attachments {
    private static final Logger LOG = LoggerFactory.getLogger(Attachments.class);

    private final SessionService sessions;
    private final EnvironmentService environment;
    private final NodeName gateway;
    private final Consumer<ConnectionId> forgotten;

    Attachments(Bus bus, NodeName worker, NodeName gateway, Consumer<ConnectionId> forgotten) {
        this.sessions = SessionService.on(bus, worker);
        this.environment = EnvironmentService.on(bus, worker);
        this.gateway = gateway;
        this.forgotten = forgotten;
    }

    record Introduction(Attachment attachment, InitializeResponse response) {}

    /** @param resumed null for a new session */
    Future<Introduction> attach(ConnectionId connection, String resumed) {
        // Described before attached: nothing can fail any more once the session is the connection's.
        return environment
                .describe(new EnvironmentService.Describe())
                .compose(described -> attached(connection, resumed)
                        .map(attached -> new Introduction(
                                attached.attachment(),
                                new InitializeResponse(
                                        attached.attachment().session().value(), described.info()))));
    }

    private Future<SessionService.Attached> attached(ConnectionId connection, String resumed) {
        return resumed == null
                ? sessions.open(new SessionService.Open(gateway, connection))
                : sessions.resume(new SessionService.Resume(new SessionId(resumed), gateway, connection));
    }

    void detach(Attachment attachment) {
        sessions.detach(new SessionService.Detach(attachment))
                .onFailure(cause -> LOG.warn(
                        "session not detached session={} reason={}", attachment.session(), cause.getMessage()));
    }

    void forget(ConnectionId connection) {
        forgotten.accept(connection);
    }
}
