package dev.execbus.transport;

import dev.execbus.bus.Bus;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.NodeName;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The connections of one transport instance. Confined to its context. */
final class Gateway implements GatewayService {
    private final MethodTable methods;
    private final Attachments attachments;
    private final TransportSettings settings;
    private final Map<ConnectionId, RpcConnection> connections = new HashMap<>();
    private long lastId;

    Gateway(Bus bus, NodeName name, NodeName worker, TransportSettings settings) {
        this.methods = new MethodTable(bus, worker);
        this.attachments = new Attachments(bus, worker, name, connections::remove);
        this.settings = settings;
    }

    boolean full() {
        return connections.size() >= settings.connections();
    }

    /** @param gone called once the client is gone */
    RpcConnection connect(Door door, Runnable gone) {
        RpcConnection connection =
                new RpcConnection(new ConnectionId(++lastId), door, methods, attachments, settings, gone);
        connections.put(connection.id(), connection);
        return connection;
    }

    @Override
    public Future<Delivered> deliver(Deliver deliver) {
        RpcConnection connection = connections.get(deliver.to().connection());
        return connection == null
                ? Future.failedFuture(new ExecbusException(ErrorCode.STALE_ATTACHMENT, "the connection is gone"))
                : connection.deliver(deliver);
    }

    void closeAll(CloseReason reason) {
        List.copyOf(connections.values()).forEach(connection -> connection.close(reason));
    }
}
