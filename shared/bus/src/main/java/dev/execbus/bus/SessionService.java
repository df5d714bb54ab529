package dev.execbus.bus;

import io.vertx.core.Future;
import java.util.List;

/** What a worker does with sessions: it alone decides who speaks for one. One address per worker. */
public interface SessionService {
    sealed interface Message extends BusMessage {}

    sealed interface Command extends Message {}

    /** A new session for this connection. */
    record Open(NodeName gateway, ConnectionId connection) implements Command {}

    /** Attach the connection to a session that has none. */
    record Resume(SessionId session, NodeName gateway, ConnectionId connection) implements Command {}

    /** The connection is gone. Out of date or repeated it does nothing. */
    record Detach(Attachment from) implements Command {}

    record ListSessions() implements Command {}

    /** The answer to {@link Open} and {@link Resume}; processes and files know of it already. */
    record Attached(Attachment attachment) implements Message {}

    record Detached() implements Message {}

    record Listed(List<SessionSummary> sessions) implements Message {
        public Listed {
            sessions = List.copyOf(sessions);
        }
    }

    /**
     * For operators. No secret: of the id only the beginning.
     *
     * @param gateway that holds its connection; null while it is detached
     * @param ageMs since it was opened
     */
    record SessionSummary(String shortId, NodeName worker, NodeName gateway, long epoch, long ageMs) {}

    Future<Attached> open(Open open);

    Future<Attached> resume(Resume resume);

    Future<Detached> detach(Detach detach);

    Future<Listed> list(ListSessions list);

    static SessionService on(Bus bus, NodeName worker) {
        String address = address(worker);
        return new SessionService() {
            @Override
            public Future<Attached> open(Open open) {
                return bus.request(address, open, Attached.class);
            }

            @Override
            public Future<Attached> resume(Resume resume) {
                return bus.request(address, resume, Attached.class);
            }

            @Override
            public Future<Detached> detach(Detach detach) {
                return bus.request(address, detach, Detached.class);
            }

            @Override
            public Future<Listed> list(ListSessions list) {
                return bus.request(address, list, Listed.class);
            }
        };
    }

    static Future<Void> serve(Bus bus, NodeName worker, SessionService service) {
        return bus.serve(address(worker), Command.class, command -> switch (command) {
            case Open open -> service.open(open);
            case Resume resume -> service.resume(resume);
            case Detach detach -> service.detach(detach);
            case ListSessions list -> service.list(list);
        });
    }

    private static String address(NodeName worker) {
        return "execbus.sessions." + worker;
    }
}
