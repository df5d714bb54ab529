package dev.execbus.server;

import io.vertx.core.Future;

/**
 * A client's connection to a server, one JSON-RPC message per frame. Confined to the client's context, as its listener
 * is.
 */
interface Connection {
    interface Listener {
        void received(byte[] frame);

        /** Any sign of life. */
        void heard();

        /** Called once, unless {@link Connection#close} came first. */
        void closed(String reason);
    }

    /** Makes connections. */
    @FunctionalInterface
    interface Connector {
        /** A failure's message is the reason, fit for the user. */
        Future<Connection> connect(Listener listener);
    }

    void send(byte[] frame);

    void ping();

    /** Repeatable, as is {@link #resume}. Some frames may still arrive. */
    void pause();

    void resume();

    /** Ends without a word to the listener. */
    Future<Void> close();
}
