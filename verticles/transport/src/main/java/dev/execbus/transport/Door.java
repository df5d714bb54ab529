package dev.execbus.transport;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;

/** A way in for one client: takes whole messages out and brings whole messages in. Confined to its transport's context. */
interface Door {
    /** Called by the door. */
    interface Visitor {
        void received(byte[] message);

        /** Nothing more will be received, but the client still reads its answers. */
        void inputEnded();

        /** The client is gone, for whatever reason; called once. */
        void gone();

        /** {@link #unsentBytes} has fallen; time to look whether reading can go on. */
        void drained();
    }

    /** Takes the buffer over; completes when it is written to the socket. */
    Future<Void> send(ByteBuf message);

    /** For buffers of outgoing messages. */
    ByteBuf buffer(int capacity);

    long unsentBytes();

    void pauseReading();

    void resumeReading();

    void close(CloseReason reason);

    /** What the peer puts before the reason why a frame is not a message. */
    String malformedPrefix();
}
