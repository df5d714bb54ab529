package dev.execbus.server;

import io.vertx.core.Future;
import java.util.List;

/**
 * Servers of one cluster: each connection is tried at the next one in turn, since the one before has just been lost,
 * and then at the others. Confined to the client's context.
 */
final class SeveralServers implements Connection.Connector {
    private final List<Connection.Connector> servers;
    private int next;

    /** @param servers at least one */
    SeveralServers(List<Connection.Connector> servers) {
        this.servers = List.copyOf(servers);
    }

    @Override
    public Future<Connection> connect(Connection.Listener listener) {
        return connect(listener, servers.size());
    }

    private Future<Connection> connect(Connection.Listener listener, int left) {
        Connection.Connector server = servers.get(next);
        next = (next + 1) % servers.size();
        Future<Connection> attempt = server.connect(listener);
        return left <= 1 ? attempt : attempt.recover(cause -> connect(listener, left - 1));
    }
}
