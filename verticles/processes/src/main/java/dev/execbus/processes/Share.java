package dev.execbus.processes;

import dev.execbus.protocol.ShareMethods;
import dev.execbus.protocol.ViewRole;

/** Access to one process for whoever knows a secret, which is kept elsewhere. */
final class Share {
    private final String id;
    private final ProcessViews views;
    private final ViewRole role;
    private final long expiresAtMs;

    /** @param role the most its views may have */
    Share(String id, ProcessViews views, ViewRole role, long expiresAtMs) {
        this.id = id;
        this.views = views;
        this.role = role;
        this.expiresAtMs = expiresAtMs;
    }

    String id() {
        return id;
    }

    ProcessViews views() {
        return views;
    }

    ViewRole role() {
        return role;
    }

    long expiresAtMs() {
        return expiresAtMs;
    }

    ShareMethods.Share told() {
        return new ShareMethods.Share(id, views.process().processId(), role, expiresAtMs, views.countBy(this));
    }
}
