package dev.execbus.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Connects to a server in the same JVM. */
final class DoorConnector implements Wire.Connector {
    private final Loop loop;
    private final ServerDoor door;

    DoorConnector(Loop loop, ServerDoor door) {
        this.loop = loop;
        this.door = door;
    }

    @Override
    public Future<Wire> connect(Wire.Listener listener) {
        Promise<Wire> connected = Promise.promise();
        door.enter(new ServerDoor.Visitor() {
                    @Override
                    public void received(byte[] frame) {
                        loop.run(() -> listener.received(frame));
                    }

                    @Override
                    public void closed(String reason) {
                        loop.run(() -> listener.closed(reason));
                    }
                })
                .onComplete(entered -> loop.run(() -> {
                    if (entered.succeeded()) {
                        connected.complete(wire(entered.result()));
                    } else {
                        connected.fail(entered.cause());
                    }
                }));
        return connected.future();
    }

    /** What is still said after an end of ours is no concern of a listener: it has another connection by then, or none. */
    private static Wire wire(ServerDoor.Connection connection) {
        return new Wire() {
            @Override
            public void send(byte[] frame) {
                connection.send(frame);
            }

            @Override
            public Future<Void> close() {
                connection.close();
                return Future.succeededFuture();
            }
        };
    }

    @Override
    public boolean canResume() {
        return true;
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
