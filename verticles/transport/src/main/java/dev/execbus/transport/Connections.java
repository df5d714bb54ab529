package dev.execbus.transport;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.GatewayService.Approve;
import dev.execbus.bus.GatewayService.Approved;
import dev.execbus.bus.GatewayService.Audit;
import dev.execbus.bus.GatewayService.Audited;
import dev.execbus.bus.GatewayService.Deliver;
import dev.execbus.bus.GatewayService.Delivered;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** The clients of one gateway. Confined to its context. */
final class Connections {
    private static final int ASKED_AT_A_TIME = 256;

    private final RpcCalls calls;
    private final Attachments attachments;
    private final GatewayMeters meters;
    private final LongSupplier nanoTime;
    private final TransportSettings settings;
    private final Map<ConnectionId, RpcConnection> connections = new LinkedHashMap<>();
    private long lastId;

    Connections(
            RpcCalls calls,
            Attachments attachments,
            GatewayMeters meters,
            TransportSettings settings,
            LongSupplier nanoTime) {
        this.calls = calls;
        this.attachments = attachments;
        this.meters = meters;
        this.nanoTime = nanoTime;
        this.settings = settings;
    }

    int size() {
        return connections.size();
    }

    /**
     * @param environment where a new session is wanted; null for anywhere
     * @param gone called once the client is gone
     */
    RpcConnection connect(Door door, String environment, Runnable gone) {
        ConnectionId id = new ConnectionId(++lastId);
        RpcConnection connection =
                new RpcConnection(id, door, environment, calls, attachments, meters, nanoTime, settings, () -> {
                    connections.remove(id);
                    meters.connections().down();
                    gone.run();
                });
        connections.put(id, connection);
        meters.connections().up();
        return connection;
    }

    Future<Delivered> deliver(Deliver deliver) {
        RpcConnection connection = connections.get(deliver.to().connection());
        if (connection == null) {
            return Future.failedFuture(ClientEvents.connectionGone());
        }
        connection.standing().proven(nanoTime.getAsLong());
        return connection.deliver(deliver);
    }

    Future<Approved> approve(Approve approve) {
        RpcConnection connection = connections.get(approve.to().connection());
        return connection == null
                ? Future.failedFuture(ClientEvents.connectionGone())
                : connection.approve(approve, nanoTime.getAsLong());
    }

    /** Those of the worker are asked for soon, whether they still speak for their sessions. */
    void doubt(Worker worker) {
        connections.values().stream()
                .filter(connection -> connection.speaksTo(worker))
                .forEach(connection -> connection.standing().doubt());
    }

    /** Time has passed. */
    void verify() {
        long now = nanoTime.getAsLong();
        connections.values().stream()
                .map(RpcConnection::standing)
                .filter(standing -> standing.isToBeAsked(now))
                .limit(ASKED_AT_A_TIME)
                .forEach(standing -> standing.ask(now));
    }

    /** Time has passed: what has exited by a handle is not listened to for ever, nor is an answer waited for. */
    void expire() {
        long now = nanoTime.getAsLong();
        List.copyOf(connections.values())
                .forEach(connection -> connection.questions().expire(now));
        connections.values().stream()
                .map(RpcConnection::handles)
                .filter(handles -> handles.areOverdue(now))
                .toList()
                .forEach(handles -> handles.expire(now));
    }

    Audited audit(Audit audit) {
        return new Audited(audit.attachments().stream()
                .filter(attachment -> !holds(attachment))
                .toList());
    }

    private boolean holds(Attachment attachment) {
        RpcConnection connection = connections.get(attachment.connection());
        return connection != null && connection.mayHold(attachment);
    }

    void closeAll(CloseReason reason) {
        close(connection -> true, connections.size(), reason);
    }

    void closeOf(Worker worker, CloseReason reason) {
        close(connection -> connection.speaksTo(worker), connections.size(), reason);
    }

    /** The oldest go first. */
    void closeSome(int atMost, CloseReason reason) {
        close(connection -> true, atMost, reason);
    }

    private void close(Predicate<RpcConnection> which, int atMost, CloseReason reason) {
        List.copyOf(connections.values()).stream()
                .filter(which)
                .limit(atMost)
                .forEach(connection -> connection.close(reason));
    }
}
