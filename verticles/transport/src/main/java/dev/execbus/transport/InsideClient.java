package dev.execbus.transport;

/** A client in the same JVM, a JSON-RPC message a frame. Told on the gateway's context; must not block. */
public interface InsideClient {
    /** As the client holds it. Any thread. */
    interface Connection {
        /** The array is given away. */
        void send(byte[] frame);

        /** Repeatable. */
        void close();
    }

    void received(byte[] frame);

    /** Called once, unless the client has closed the connection. */
    void closed(String reason);
}
