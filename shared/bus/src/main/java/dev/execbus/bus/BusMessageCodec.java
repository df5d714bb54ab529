package dev.execbus.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** Passes messages by reference inside a node. Between nodes nothing travels yet: a single node is all there is. */
final class BusMessageCodec implements MessageCodec<BusMessage, BusMessage> {
    static final String NAME = "execbus";

    @Override
    public void encodeToWire(Buffer buffer, BusMessage message) {
        throw new IllegalStateException("messages between nodes come with the cluster; this server is a single node");
    }

    @Override
    public BusMessage decodeFromWire(int position, Buffer buffer) {
        throw new IllegalStateException("messages between nodes come with the cluster; this server is a single node");
    }

    @Override
    public BusMessage transform(BusMessage message) {
        return message;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
