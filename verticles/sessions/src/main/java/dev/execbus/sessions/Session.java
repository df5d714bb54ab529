package dev.execbus.sessions;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.SessionId;
import dev.execbus.bus.SessionService.SessionSummary;
import dev.execbus.bus.Timers;
import java.util.concurrent.TimeUnit;

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
    private final long openedAtNanos;
    private State state = State.DETACHED;
    private long epoch;
    private Attachment attachment;
    private Attachment lost;
    private boolean told;
    private long toldAtNanos;
    private Timers.Timer expiry;

    Session(SessionId id, long openedAtNanos) {
        this.id = id;
        this.openedAtNanos = openedAtNanos;
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

    /** Null unless attached. */
    Attachment attachment() {
        return attachment;
    }

    /** The last attachment of a session that has none now; null before the first. */
    Attachment lost() {
        return lost;
    }

    /** Only from {@code DETACHED}; the time it had is stopped. */
    Attachment attach(NodeName gateway, ConnectionId connection) {
        expect(State.DETACHED);
        if (expiry != null) {
            expiry.cancel();
            expiry = null;
        }
        state = State.ATTACHED;
        told = false;
        lost = null;
        attachment = new Attachment(id, ++epoch, gateway, connection);
        return attachment;
    }

    /** The gateway is being told of its attachment. */
    void told(long nowNanos) {
        told = true;
        toldAtNanos = nowNanos;
    }

    /** Attached for so long that the gateway must know of it: until then it cannot be asked. */
    boolean settled(long nowNanos, long settlingNanos) {
        return state == State.ATTACHED && told && nowNanos - toldAtNanos >= settlingNanos;
    }

    boolean isAttachedBy(Attachment other) {
        return state == State.ATTACHED && attachment.equals(other);
    }

    boolean isAttachedThrough(NodeName gateway) {
        return state == State.ATTACHED && attachment.gateway().equals(gateway);
    }

    void detach(Timers.Timer until) {
        expect(State.ATTACHED);
        state = State.DETACHED;
        lost = attachment;
        attachment = null;
        expiry = until;
    }

    void end() {
        expect(State.DETACHED);
        state = State.ENDED;
        if (expiry != null) {
            expiry.cancel();
            expiry = null;
        }
    }

    SessionSummary summary(NodeName worker, long nowNanos) {
        return new SessionSummary(
                id.beginning(),
                worker,
                attachment == null ? null : attachment.gateway(),
                epoch,
                TimeUnit.NANOSECONDS.toMillis(nowNanos - openedAtNanos));
    }

    private void expect(State expected) {
        if (state != expected) {
            throw new IllegalStateException("session is " + state + ", not " + expected);
        }
    }
}
