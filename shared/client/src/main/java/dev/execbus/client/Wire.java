package dev.execbus.client;

import io.vertx.core.Future;

/** A connection to a server, one JSON-RPC message a frame. Confined to the backend's loop, as its listener is. */
interface Wire {
    interface Listener {
        void received(byte[] frame);

        /** Called once, unless {@link Wire#close} came first; the reason is fit for people. */
        void closed(String reason);
    }

    /** Makes connections. */
    interface Connector {
        /** Within a time of its own. A failure's message is the reason, fit for people. */
        Future<Wire> connect(Listener listener);

        /** Whether a session may still be there when a connection is lost. */
        boolean canResume();

        /** Lets go of what makes connections; those that are open are closed by their owner. */
        Future<Void> close();
    }

    void send(byte[] frame);

    /** Ends without a word to the listener. Repeatable. */
    Future<Void> close();
}
