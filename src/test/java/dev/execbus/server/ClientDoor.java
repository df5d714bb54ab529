package dev.execbus.server;

import dev.execbus.testkit.BridgeWire;
import dev.execbus.testkit.MessageWire;
import dev.execbus.testkit.WebSocketWire;
import java.io.IOException;
import java.util.Map;

/** The ways to a server, for scenarios that are the same on each. */
enum ClientDoor {
    WEB_SOCKET {
        @Override
        MessageWire wire(TestServer server, TestSettings alone) throws IOException {
            return WebSocketWire.connect(server.port(), Map.of());
        }
    },

    /** Vert.x's event-bus bridge, an envelope in each message. */
    BRIDGE {
        @Override
        MessageWire wire(TestServer server, TestSettings alone) throws IOException {
            return BridgeWire.raw(server.port());
        }
    },

    /** The same in the frames of SockJS. */
    SOCKJS {
        @Override
        MessageWire wire(TestServer server, TestSettings alone) throws IOException {
            return BridgeWire.sockJs(server.port());
        }
    },

    /** Each client has a server of its own. */
    STDIO {
        @Override
        MessageWire wire(TestServer server, TestSettings alone) throws IOException {
            return StdioWire.start(alone.stdio());
        }
    };

    /**
     * @param server with all doors but the last
     * @param alone what a server of the client's own is like
     */
    abstract MessageWire wire(TestServer server, TestSettings alone) throws IOException;
}
