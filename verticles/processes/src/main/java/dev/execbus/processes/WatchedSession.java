package dev.execbus.processes;

import dev.execbus.protocol.ResourceLimits;

/** What the trees of a session may use together; each object is another session. */
final class WatchedSession {
    private final ResourceLimits limits;

    WatchedSession(ResourceLimits limits) {
        this.limits = limits;
    }

    ResourceLimits limits() {
        return limits;
    }
}
