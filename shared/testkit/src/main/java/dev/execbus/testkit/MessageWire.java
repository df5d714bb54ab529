package dev.execbus.testkit;

import java.io.IOException;

/** Takes messages to a server and back, whatever they are wrapped in. One thread reads; any thread sends. */
public interface MessageWire extends AutoCloseable {
    /** @param text one JSON-RPC message */
    void send(String text) throws IOException;

    /** The next JSON-RPC message; null when the connection is over. */
    byte[] next() throws IOException;

    /** How it ended, as a WebSocket's close code; 1006 when nobody said. */
    int closeCode();

    /** The connection breaks off. */
    void cut() throws IOException;

    @Override
    void close() throws IOException;
}
