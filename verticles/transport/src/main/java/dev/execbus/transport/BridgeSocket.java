package dev.execbus.transport;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;

/** The way out to a client of the bridge: envelopes, in the frames it understands. Confined to its door. */
final class BridgeSocket {
    private final WebSocketDoor socket;
    private final SocketFrames frames;

    BridgeSocket(WebSocketDoor socket, SocketFrames frames) {
        this.socket = socket;
        this.frames = frames;
    }

    void open(Door.Visitor to) {
        socket.open(to);
        ByteBuf opening = frames.opening();
        if (opening != null) {
            socket.send(opening);
        }
    }

    /** Takes a buffer of {@link #buffer} over. */
    Future<Void> send(String address, ByteBuf message) {
        return socket.send(framed(addressed(address, message)));
    }

    /** As {@link Door#sendPatiently}. */
    Future<Void> sendPatiently(String address, ByteBuf message) {
        return socket.sendPatiently(framed(addressed(address, message)));
    }

    /** @param address of the handler at the client that is to hear of it; null for none in particular */
    void refuse(String reason, String address) {
        byte[] refusal = BridgeRefusal.of(reason, address);
        socket.send(framed(socket.buffer(refusal.length).writeBytes(refusal)));
    }

    void close(CloseReason reason, boolean isOpen) {
        ByteBuf closing = isOpen ? frames.closing(reason) : null;
        if (closing != null) {
            socket.send(closing);
        }
        socket.close(reason);
    }

    private ByteBuf framed(ByteBuf envelope) {
        return frames.write(envelope, socket::buffer);
    }

    /** Buffers of ours have room for what stands before the message. */
    private static ByteBuf addressed(String address, ByteBuf message) {
        byte[] head = BridgeDelivery.head(address);
        int begin = message.readerIndex() - head.length;
        return message.setBytes(begin, head).readerIndex(begin).writeByte('}');
    }

    ByteBuf buffer(int capacity) {
        return socket.buffer(BridgeDelivery.ROOM + capacity + 1).setIndex(BridgeDelivery.ROOM, BridgeDelivery.ROOM);
    }
}
