package dev.execbus.server;

import java.util.Locale;

/** What a server is. */
enum Role {
    /** Gateway and worker in one, and no cluster. */
    SINGLE(true, true, false),
    GATEWAY(true, false, true),
    WORKER(false, true, true),
    /** Gateway and worker in one, beside others. */
    ALL(true, true, true);

    private final boolean gateway;
    private final boolean worker;
    private final boolean clustered;

    Role(boolean gateway, boolean worker, boolean clustered) {
        this.gateway = gateway;
        this.worker = worker;
        this.clustered = clustered;
    }

    /** As it is configured and logged. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Clients connect to it. */
    boolean isGateway() {
        return gateway;
    }

    /** Sessions and processes live on it. */
    boolean isWorker() {
        return worker;
    }

    boolean isClustered() {
        return clustered;
    }

    /**
     * Event loops of a gateway share its clients; everywhere else one gateway in front of the node's rooms is as fast
     * as they are.
     */
    int instances(int processors) {
        return this == GATEWAY ? Math.max(1, processors / 2) : 1;
    }
}
