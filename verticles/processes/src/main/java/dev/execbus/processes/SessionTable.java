package dev.execbus.processes;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.SessionId;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The sessions this room knows. Confined to the supervisor's context. */
final class SessionTable {
    private final Map<SessionId, SessionProcesses> sessions = new LinkedHashMap<>();

    /** Null for one that is not known. */
    SessionProcesses get(SessionId id) {
        return sessions.get(id);
    }

    SessionProcesses getOrMake(SessionId id, Supplier<SessionLimits> limits) {
        return sessions.computeIfAbsent(id, fresh -> new SessionProcesses(fresh, limits.get()));
    }

    SessionProcesses remove(SessionId id) {
        return sessions.remove(id);
    }

    Collection<SessionId> ids() {
        return List.copyOf(sessions.keySet());
    }

    Collection<SessionProcesses> all() {
        return sessions.values();
    }

    /** Those of a public name: one, but for the rarest of chances. */
    List<SessionProcesses> named(String publicName) {
        return sessions.values().stream()
                .filter(session -> session.publicName().equals(publicName))
                .toList();
    }

    /** That of whoever speaks for it. */
    SessionProcesses speaking(Attachment from) {
        SessionProcesses session = sessions.get(from.session());
        if (session == null || !session.speaks(from)) {
            throw new ExecbusException(ErrorCode.STALE_ATTACHMENT, "the connection no longer speaks for this session");
        }
        return session;
    }
}
