package dev.execbus.server;

import dev.execbus.client.ServerDoor;
import dev.execbus.transport.InsideClient;
import dev.execbus.transport.TransportVerticle;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The gateways of this node for clients that are in it too, which take turns among them. Any thread. */
final class InsideDoors implements ServerDoor {
    private final List<TransportVerticle> gateways = new CopyOnWriteArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    void add(TransportVerticle gateway) {
        gateways.add(gateway);
    }

    @Override
    public Future<Connection> enter(Visitor visitor) {
        if (gateways.isEmpty()) {
            return Future.failedFuture("the gateway is not up yet");
        }
        TransportVerticle gateway = gateways.get(Math.floorMod(next.getAndIncrement(), gateways.size()));
        return gateway.enter(new InsideClient() {
                    @Override
                    public void received(byte[] frame) {
                        visitor.received(frame);
                    }

                    @Override
                    public void closed(String reason) {
                        visitor.closed(reason);
                    }
                })
                .map(connection -> new Connection() {
                    @Override
                    public void send(byte[] frame) {
                        connection.send(frame);
                    }

                    @Override
                    public void close() {
                        connection.close();
                    }
                });
    }
}
