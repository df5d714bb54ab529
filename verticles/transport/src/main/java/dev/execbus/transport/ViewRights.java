package dev.execbus.transport;

import dev.execbus.bus.ViewService.Asking;
import dev.execbus.bus.ViewService.Find;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;

/**
 * What one client may look at: its own session, as an operator everything, as the holder of a share what that is of. Where
 * it is decides the gateway, whether it may the worker. Confined to the gateway's context.
 */
final class ViewRights {
    private final ViewedWorkers workers;
    private final boolean console;
    private Speaker speaker;
    private String ownShare;

    /** @param console whether there are operators */
    ViewRights(ViewedWorkers workers, boolean console) {
        this.workers = workers;
        this.console = console;
    }

    void begin(Speaker as) {
        speaker = as;
    }

    /** It has no other right. */
    void beginAsGuest(String share) {
        ownShare = share;
    }

    Speaker speaker() {
        return speaker;
    }

    ViewedWorkers workers() {
        return workers;
    }

    boolean isOperator() {
        return console && speaker != null;
    }

    void requireOperator() {
        requireMember();
        if (!console) {
            throw new ExecbusException(
                    ErrorCode.UNSUPPORTED, "operator methods are off; the server needs `console: true`");
        }
    }

    void requireMember() {
        if (speaker == null) {
            throw ExecbusException.invalidRequest("a share gives access to its process only");
        }
    }

    /** @param share shown with this request; null for none */
    Asking asking(String share) {
        if (ownShare != null && share != null && !ownShare.equals(share)) {
            throw ExecbusException.invalidRequest("a share gives access to its process only");
        }
        return new Asking(
                speaker == null ? null : speaker.attachment(), isOperator(), share == null ? ownShare : share);
    }

    /** The worker of a process or, without a process, of a session. */
    Future<Worker> worker(Asking asking, String session, String processId) {
        if (asking.share() != null) {
            return workers.find(new Find(null, null, asking.share()))
                    .map(found -> found.orElseThrow(() -> ExecbusException.invalidRequest(
                            "the share is not valid: there is none, it has expired, or it was revoked")));
        }
        if (session == null || session.equals(speaker.attachment().session().beginning())) {
            return Future.succeededFuture(speaker.worker());
        }
        requireOperator();
        return workers.find(new Find(session, processId, null))
                .map(found -> found.orElseThrow(() -> unknown(session, processId)));
    }

    private static ExecbusException unknown(String session, String processId) {
        return ExecbusException.invalidRequest(
                processId == null
                        ? "unknown session " + session
                        : "unknown session " + session + ", or it has no process " + processId);
    }
}
