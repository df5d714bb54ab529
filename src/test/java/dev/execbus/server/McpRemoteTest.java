package dev.execbus.server;

import java.util.Map;

/** Agents on standard input and output, whose commands run on a server. */
final class McpRemoteTest extends McpScenarios {
    private TestServer server;

    @Override
    McpAgent connect() {
        server = TestServer.start(new TestSettings());
        return McpStdio.start(Map.of(), "--url", "ws://127.0.0.1:" + server.port());
    }

    @Override
    void disconnect() {
        server.close();
    }
}
