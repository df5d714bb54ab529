package dev.execbus.processes;

import dev.execbus.bus.ViewService.Asking;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.ViewLevel;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.BiFunction;

/** Who may look at which process, and by what right. Confined to the supervisor's context. */
final class Admissions {
    private final SessionTable sessions;
    private final Shares shares;
    private final BiFunction<SessionProcesses, ManagedProcess, ProcessViews> views;

    /** @param views of a process, made where there are none yet */
    Admissions(SessionTable sessions, Shares shares, BiFunction<SessionProcesses, ManagedProcess, ProcessViews> views) {
        this.sessions = sessions;
        this.shares = shares;
        this.views = views;
    }

    /** @param share null for none */
    record Admitted(ProcessViews views, ViewLevel level, Share share) {}

    /**
     * @param session null for that of whoever asks, or that of the share
     * @param processId null for that of the share
     */
    Future<Admitted> admit(Asking asking, String session, String processId) {
        if (asking.share() != null) {
            return Future.succeededFuture(byShare(asking.share(), session, processId));
        }
        if (processId == null) {
            throw ExecbusException.invalidParams("missing field `processId`");
        }
        if (isOwn(asking, session)) {
            return in(sessions.speaking(asking.own()), processId, ViewLevel.OWNER);
        }
        requireOperator(asking);
        List<SessionProcesses> named = named(session);
        SessionProcesses with = named.stream()
                .filter(each -> each.processes().containsKey(processId))
                .findFirst()
                .orElse(named.getFirst());
        return in(with, processId, ViewLevel.OPERATOR);
    }

    private Future<Admitted> in(SessionProcesses session, String processId, ViewLevel level) {
        return session.lookUp(processId).map(process -> {
            // It may have been forgotten while it was waited for.
            if (process == null || session.processes().get(processId) != process) {
                throw ExecbusException.invalidRequest("unknown process id " + processId);
            }
            return new Admitted(views.apply(session, process), level, null);
        });
    }

    private Admitted byShare(String token, String session, String processId) {
        Share share = shares.find(token);
        if (share == null
                || (processId != null
                        && !processId.equals(share.views().process().processId()))
                || (session != null && !session.equals(share.views().session()))) {
            throw noShare();
        }
        return new Admitted(share.views(), ViewLevel.SHARE, share);
    }

    /** The session of whoever owns it or may see everything. */
    SessionProcesses session(Asking asking, String session) {
        if (isOwn(asking, session)) {
            return sessions.speaking(asking.own());
        }
        requireOperator(asking);
        return named(session).getFirst();
    }

    private List<SessionProcesses> named(String session) {
        List<SessionProcesses> named = sessions.named(session);
        if (named.isEmpty()) {
            throw unknownSession(session);
        }
        return named;
    }

    private static boolean isOwn(Asking asking, String session) {
        return asking.own() != null
                && (session == null || session.equals(asking.own().session().beginning()));
    }

    private static void requireOperator(Asking asking) {
        if (!asking.operator()) {
            throw new ExecbusException(
                    ErrorCode.UNSUPPORTED, "operator methods are off; the server needs `console: true`");
        }
    }

    static ExecbusException unknownSession(String session) {
        return ExecbusException.invalidRequest("unknown session " + session);
    }

    /** The same words whatever is wrong with it. */
    static ExecbusException noShare() {
        return ExecbusException.invalidRequest(
                "the share is not valid: there is none, it has expired, or it was revoked");
    }
}
