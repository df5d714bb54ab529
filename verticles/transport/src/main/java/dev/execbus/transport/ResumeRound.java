package dev.execbus.transport;

import dev.execbus.bus.NodeName;
import dev.execbus.bus.SessionId;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What the workers say to one question: who has this session? Each verdict is final. Pure. */
final class ResumeRound {
    private final SessionId session;
    private final Set<NodeName> outstanding;
    private boolean doubtful;
    private ExecbusException failure;

    ResumeRound(SessionId session, Collection<NodeName> asked) {
        this.session = session;
        this.outstanding = new HashSet<>(asked);
    }

    void denied(NodeName worker, ExecbusException cause) {
        if (!outstanding.remove(worker)) {
            return;
        }
        switch (cause.code()) {
            case SESSION_ALREADY_ATTACHED -> {
                failure = cause;
                outstanding.clear();
            }
            case INVALID_REQUEST -> {}
            case WORKER_UNAVAILABLE -> doubtful = true;
            case METHOD_NOT_FOUND,
                    INVALID_PARAMS,
                    INTERNAL,
                    NOT_FOUND,
                    RESOURCE_EXHAUSTED,
                    STALE_ATTACHMENT,
                    UNSUPPORTED,
                    CONFLICT -> failure = cause;
        }
    }

    /** Those who have not answered are not waited for. */
    void giveUp() {
        doubtful = doubtful || !outstanding.isEmpty();
        outstanding.clear();
    }

    /**
     * The answer when nobody has attached the session; empty while somebody may still.
     *
     * @param unasked whether there may be workers that could not be asked
     */
    Optional<ExecbusException> verdict(boolean unasked) {
        if (!outstanding.isEmpty()) {
            return Optional.empty();
        }
        if (failure != null) {
            return Optional.of(failure);
        }
        return Optional.of(doubtful || unasked ? outOfReach() : unknown(session));
    }

    /** Clients of the peer come again on this code, and give the session up on any other. */
    private ExecbusException outOfReach() {
        return new ExecbusException(
                ErrorCode.SESSION_ALREADY_ATTACHED,
                "session " + session.value() + " may be on a worker that cannot be reached at the moment");
    }

    static ExecbusException unknown(SessionId session) {
        return ExecbusException.invalidRequest("unknown session id " + session.value());
    }
}
