package dev.execbus.processes;

import dev.execbus.protocol.ResourceLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the kernel keep limits by cgroup v2: a group for each session and in it one for each process. What became of them
 * is looked at once in an interval. Any thread.
 */
final class GroupKeeper implements TreeKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(GroupKeeper.class);

    private final Delegation delegation;
    private final double coresOfSession;
    private final long server;
    private final Rounds rounds;
    /** All that have a group, and those of them in which something may happen; the lock of the first is for both. */
    private final Set<GroupSession> living = new LinkedHashSet<>();

    private final Set<GroupSession> active = new LinkedHashSet<>();
    private ControlGroup parent;
    private long made;

    GroupKeeper(String name, Delegation delegation, double coresOfSession, long server, Duration interval) {
        this.delegation = delegation;
        this.coresOfSession = coresOfSession;
        this.server = server;
        this.rounds = new Rounds("limits-" + name, interval, new Looks());
    }

    @Override
    public Session session(ResourceLimits limits) {
        return new GroupSession(new Groups(), limits);
    }

    @Override
    public void close() {
        List<GroupSession> last;
        synchronized (living) {
            last = List.copyOf(living);
        }
        last.forEach(GroupSession::end);
        rounds.close();
    }

    private synchronized ControlGroup make(ResourceLimits limits) throws IOException {
        if (parent == null) {
            parent = delegation.take();
            LOG.info("limits are kept by cgroups in {}", parent.path());
        }
        ControlGroup group = parent.makeChild(Delegation.SESSION_PREFIX + server + "-" + made++);
        group.controlChildren();
        group.limit(limits);
        group.limitCores(coresOfSession);
        return group;
    }

    private void add(GroupSession session) {
        synchronized (living) {
            living.add(session);
            active.add(session);
        }
    }

    /** Out before the look and in again after it: what begins meanwhile is not lost. */
    private void look(GroupSession session) {
        synchronized (living) {
            active.remove(session);
        }
        if (!session.look()) {
            add(session);
        } else if (session.ended()) {
            synchronized (living) {
                living.remove(session);
            }
        }
    }

    private final class Groups implements GroupSession.Owner {
        @Override
        public ControlGroup make(ResourceLimits limits) throws IOException {
            return GroupKeeper.this.make(limits);
        }

        @Override
        public void begun(GroupSession session) {
            add(session);
            rounds.begin();
        }
    }

    private final class Looks implements Rounds.Task {
        @Override
        public void round(boolean closing) {
            List<GroupSession> now;
            synchronized (living) {
                now = List.copyOf(active);
            }
            now.forEach(GroupKeeper.this::look);
        }

        @Override
        public boolean idle() {
            synchronized (living) {
                return active.isEmpty();
            }
        }
    }
}
