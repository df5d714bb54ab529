package dev.execbus.sessions;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.AttachmentListener;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.SessionId;
import dev.execbus.bus.SessionService;
import dev.execbus.bus.Timers;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions at home on a worker. Decides who is attached, and tells the other rooms before it answers. Confined to
 * its verticle's context.
 */
final class SessionRegistry implements SessionService {
    /** For the answer to get to the gateway: until then it does not know that it holds the session. */
    static final Duration SETTLING = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(SessionRegistry.class);

    private final NodeName worker;
    private final SessionIds ids;
    private final SessionSettings settings;
    private final Timers timers;
    private final LongSupplier nanos;
    private final Rooms rooms;
    private final Audits audits;
    private final GatewayWatch gateways;
    private final SessionMeters meters;
    private final Drain drain;
    private final Map<SessionId, Session> sessions = new HashMap<>();

    SessionRegistry(
            NodeName worker,
            SessionIds ids,
            SessionSettings settings,
            Timers timers,
            LongSupplier nanos,
            Rooms rooms,
            Audits audits,
            GatewayWatch gateways,
            SessionMeters meters) {
        this.worker = worker;
        this.ids = ids;
        this.settings = settings;
        this.timers = timers;
        this.nanos = nanos;
        this.rooms = rooms;
        this.audits = audits;
        this.gateways = gateways;
        this.meters = meters;
        this.drain = new Drain(settings.drain(), timers);
    }

    int size() {
        return sessions.size();
    }

    boolean draining() {
        return drain.begun();
    }

    /** No new sessions from now on. Completes when none is left, or when the time for it is over. */
    Future<Void> drain() {
        return drain.begin(sessions.size());
    }

    @Override
    public Future<Attached> open(Open open) {
        if (drain.begun()) {
            throw ExecbusException.resourceExhausted("the worker is draining");
        }
        if (sessions.size() >= settings.sessions()) {
            throw ExecbusException.resourceExhausted(
                    "the worker has " + settings.sessions() + " sessions, which is its limit");
        }
        Session session = new Session(ids.next(), nanos.getAsLong());
        sessions.put(session.id(), session);
        meters.opened();
        LOG.info("session opened session={} gateway={} connection={}", session.id(), open.gateway(), open.connection());
        // Nobody knows the id of a session whose opening has failed.
        return attach(session, open.gateway(), open.connection()).onFailure(cause -> end(session, "not opened"));
    }

    @Override
    public Future<Attached> resume(Resume resume) {
        Session session = sessions.get(resume.session());
        if (session == null) {
            throw unknown(resume.session());
        }
        return switch (session.state()) {
            case ATTACHED -> contest(session, resume);
            case DETACHED -> resumed(session, resume);
            case ENDED -> throw new IllegalStateException("an ended session is not in the table");
        };
    }

    private Future<Attached> resumed(Session session, Resume resume) {
        LOG.info(
                "session resumed session={} gateway={} connection={}",
                session.id(),
                resume.gateway(),
                resume.connection());
        return attach(session, resume.gateway(), resume.connection()).onSuccess(attached -> meters.resumed());
    }

    /** The newcomer gets the session if the gateway that has it does not know the other one any more. */
    private Future<Attached> contest(Session session, Resume resume) {
        Attachment holder = session.attachment();
        if (!session.settled(nanos.getAsLong(), SETTLING.toNanos())) {
            throw attached(session);
        }
        return audits.holds(holder).compose(held -> {
            if (sessions.get(session.id()) != session) {
                throw unknown(session.id());
            }
            if (session.isAttachedBy(holder) && !held) {
                letGo(session, "not held");
            }
            if (session.state() == Session.State.ATTACHED) {
                throw attached(session);
            }
            return resumed(session, resume);
        });
    }

    private Future<Attached> attach(Session session, NodeName gateway, ConnectionId connection) {
        Attachment attachment = session.attach(gateway, connection);
        meters.attached();
        gateways.spoke(gateway);
        return rooms.tell(new AttachmentListener.Attached(attachment)).transform(told -> {
            if (!session.isAttachedBy(attachment)) {
                return Future.failedFuture(
                        new ExecbusException(ErrorCode.STALE_ATTACHMENT, "the connection's gateway is gone"));
            }
            if (told.failed()) {
                letGo(session, "a room was not told");
                return Future.failedFuture(told.cause());
            }
            session.told(nanos.getAsLong());
            return Future.succeededFuture(new Attached(attachment));
        });
    }

    @Override
    public Future<Detached> detach(Detach detach) {
        Session session = sessions.get(detach.from().session());
        if (session == null || !session.isAttachedBy(detach.from())) {
            return Future.succeededFuture(new Detached());
        }
        return letGo(session, "disconnected").map(told -> new Detached());
    }

    @Override
    public Future<Listed> list(ListSessions list) {
        long now = nanos.getAsLong();
        return Future.succeededFuture(new Listed(sessions.values().stream()
                .map(session -> session.summary(worker, now))
                .toList()));
    }

    /** What gateways can be asked about, by gateway. */
    Map<NodeName, List<Attachment>> settled() {
        long now = nanos.getAsLong();
        return sessions.values().stream()
                .filter(session -> session.settled(now, SETTLING.toNanos()))
                .map(Session::attachment)
                .collect(Collectors.groupingBy(Attachment::gateway));
    }

    /** All through this gateway, which is gone; how many these were. */
    int detachAll(NodeName gateway) {
        List<Session> through = sessions.values().stream()
                .filter(session -> session.isAttachedThrough(gateway))
                .toList();
        through.forEach(session -> letGo(session, "gateway gone"));
        return through.size();
    }

    /** The last attachments of those that are detached, as far as they went through this gateway. */
    List<Attachment> takenFrom(NodeName gateway) {
        return sessions.values().stream()
                .map(Session::lost)
                .filter(last -> last != null && last.gateway().equals(gateway))
                .toList();
    }

    boolean anyThrough(NodeName gateway) {
        return sessions.values().stream().anyMatch(session -> session.isAttachedThrough(gateway));
    }

    /** Its gateway does not hold it; nothing if that is out of date. */
    void detachLost(Attachment attachment) {
        Session session = sessions.get(attachment.session());
        if (session != null && session.isAttachedBy(attachment)) {
            letGo(session, "not held");
        }
    }

    private Future<Void> letGo(Session session, String reason) {
        session.detach(timers.after(settings.ttl(), () -> end(session, "expired")));
        meters.detached(reason);
        LOG.info("session detached session={} epoch={} reason={}", session.id(), session.epoch(), reason);
        return rooms.tell(new AttachmentListener.Detached(session.id(), session.epoch()))
                .onFailure(cause -> LOG.error("session not detached everywhere session={}", session.id(), cause));
    }

    private void end(Session session, String reason) {
        if (session.state() != Session.State.DETACHED) {
            return;
        }
        session.end();
        meters.ended(reason);
        sessions.remove(session.id());
        drain.left(sessions.size());
        LOG.info("session ended session={} reason={}", session.id(), reason);
        rooms.tell(new AttachmentListener.Ended(session.id()))
                .onFailure(cause -> LOG.error("session not ended everywhere session={}", session.id(), cause));
    }

    private static ExecbusException unknown(SessionId id) {
        return ExecbusException.invalidRequest("unknown session id " + id.value());
    }

    private static ExecbusException attached(Session session) {
        return new ExecbusException(
                ErrorCode.SESSION_ALREADY_ATTACHED,
                "session " + session.id().value() + " is already attached to another connection");
    }
}
