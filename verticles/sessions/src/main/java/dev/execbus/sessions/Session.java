package dev.execbus.sessions;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.SessionId;

/**
 * Who speaks for one session. Attached, detached with its time running, or ended; each attachment has a higher epoch
 * than the one before.
 *
 * <pre>
 * new -> ATTACHED -> DETACHED -> ENDED
 *            ^          |
 *            '- resume -'
 * </pre>
 */
final class Session {
    enum State {
        ATTACHED,
        DETACHED,
        ENDED
    }

    private final SessionId id;
    private State state = State.DETACHED;
    private long epoch;
    private Attachment attachment;
    private Timers.Timer expiry;

    Session(SessionId id) {
        this.id = id;
    }

    SessionId id() {
        return id;
    }

    State state() {
        return state;
    }

    long epoch() {
        return epoch;
    }

    /** Only from {@code DETACHED}; the time it had is stopped. */
    Attachment attach(NodeName gateway, ConnectionId connection) {
        expect(State.DETACHED);
        if (expiry != null) {
            expiry.cancel();
            expiry = null;
        }
        state = State.ATTACHED;
        attachment = new Attachment(id, ++epoch, gateway, connection);
        return attachment;
    }

    boolean isAttachedBy(Attachment other) {
        return state == State.ATTACHED && attachment.equals(other);
    }

    void detach(Timers.Timer until) {
        expect(State.ATTACHED);
        state = State.DETACHED;
        attachment = null;
        expiry = until;
    }

    void end() {
        expect(State.DETACHED);
        state = State.ENDED;
        expiry = null;
    }

    private void expect(State expected) {
        if (state != expected) {
            throw new IllegalStateException("session is " + state + ", not " + expected);
        }
    }
}
