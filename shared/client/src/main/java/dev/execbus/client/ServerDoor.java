package dev.execbus.client;

import io.vertx.core.Future;

/** A server in the same JVM, seen as a connection sees one: a JSON-RPC message a frame. Any thread. */
@FunctionalInterface
public interface ServerDoor {
    /** Who comes in. */
    interface Visitor {
        void received(byte[] frame);

        /** Called once, unless the visitor has closed the connection; the reason is fit for people. */
        void closed(String reason);
    }

    /** A visitor that is in. */
    interface Connection {
        void send(byte[] frame);

        /** Repeatable. */
        void close();
    }

    /** Fails with a reason that is fit for people. */
    Future<Connection> enter(Visitor visitor);
}
