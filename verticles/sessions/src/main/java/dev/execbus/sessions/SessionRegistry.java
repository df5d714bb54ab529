package dev.execbus.sessions;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.AttachmentListener;
import dev.execbus.bus.AttachmentListener.Changed;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.SessionId;
import dev.execbus.bus.SessionService;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions at home on a worker. Decides who is attached, and tells the other rooms before it answers. Confined to
 * its verticle's context.
 */
final class SessionRegistry implements SessionService {
    private static final Logger LOG = LoggerFactory.getLogger(SessionRegistry.class);

    private final SessionIds ids;
    private final SessionSettings settings;
    private final Timers timers;
    private final List<AttachmentListener> listeners;
    private final Map<SessionId, Session> sessions = new HashMap<>();

    SessionRegistry(SessionIds ids, SessionSettings settings, Timers timers, List<AttachmentListener> listeners) {
        this.ids = ids;
        this.settings = settings;
        this.timers = timers;
        this.listeners = List.copyOf(listeners);
    }

    int size() {
        return sessions.size();
    }

    @Override
    public Future<Attached> open(Open open) {
        if (sessions.size() >= settings.sessions()) {
            throw ExecbusException.resourceExhausted(
                    "the worker has " + settings.sessions() + " sessions, which is its limit");
        }
        Session session = new Session(ids.next());
        sessions.put(session.id(), session);
        LOG.info("session opened session={} gateway={} connection={}", session.id(), open.gateway(), open.connection());
        return attach(session, open.gateway(), open.connection());
    }

    @Override
    public Future<Attached> resume(Resume resume) {
        Session session = sessions.get(resume.session());
        if (session == null) {
            throw ExecbusException.invalidRequest(
                    "unknown session id " + resume.session().value());
        }
        return switch (session.state()) {
            case ATTACHED ->
                throw new ExecbusException(
                        ErrorCode.SESSION_ALREADY_ATTACHED,
                        "session " + resume.session().value() + " is already attached to another connection");
            case DETACHED -> {
                LOG.info(
                        "session resumed session={} gateway={} connection={}",
                        session.id(),
                        resume.gateway(),
                        resume.connection());
                yield attach(session, resume.gateway(), resume.connection());
            }
            case ENDED -> throw new IllegalStateException("an ended session is not in the table");
        };
    }

    private Future<Attached> attach(Session session, NodeName gateway, ConnectionId connection) {
        Attachment attachment = session.attach(gateway, connection);
        return tell(new AttachmentListener.Attached(attachment)).map(told -> new Attached(attachment));
    }

    @Override
    public Future<Detached> detach(Detach detach) {
        Session session = sessions.get(detach.from().session());
        if (session == null || !session.isAttachedBy(detach.from())) {
            return Future.succeededFuture(new Detached());
        }
        session.detach(timers.after(settings.ttl(), () -> expire(session)));
        LOG.info("session detached session={} epoch={}", session.id(), session.epoch());
        return tell(new AttachmentListener.Detached(session.id(), session.epoch()))
                .map(told -> new Detached());
    }

    private void expire(Session session) {
        if (session.state() != Session.State.DETACHED) {
            return;
        }
        session.end();
        sessions.remove(session.id());
        LOG.info("session ended session={} reason=expired", session.id());
        tell(new AttachmentListener.Ended(session.id()))
                .onFailure(cause -> LOG.error("session not ended everywhere session={}", session.id(), cause));
    }

    private Future<?> tell(Changed changed) {
        List<Future<?>> told = new ArrayList<>();
        listeners.forEach(listener -> told.add(listener.changed(changed)));
        return Future.all(told);
    }
}
