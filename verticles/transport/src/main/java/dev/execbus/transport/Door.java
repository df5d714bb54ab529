package dev.execbus.transport;

import dev.execbus.protocol.RpcId;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;

/** A way in for one client: takes whole messages out and brings whole messages in. Confined to its transport's context. */
interface Door {
    /** Called by the door. */
    interface Visitor {
        /** A message is part of an array that nobody changes any more, or not before this returns: {@link #keepsMessages}. */
        void received(byte[] bytes, int offset, int length);

        /** Whether what was received may be looked at later: a door may use arrays again that are not kept. */
        default boolean keepsMessages() {
            return true;
        }

        /** Nothing more will be received, but the client still reads its answers. */
        void inputEnded();

        /**
         * The client is gone; called once.
         *
         * @param ours why we let it go; null when it went by itself
         */
        void gone(CloseReason ours);

        /** {@link #unsentBytes} has fallen; time to look whether reading can go on. */
        void drained();
    }

    /** Takes the buffer over; completes when it is written to the socket. */
    Future<Void> send(ByteBuf message);

    /** As {@link #send}, of what the client may leave unread for as long as it likes. */
    default Future<Void> sendPatiently(ByteBuf message) {
        return send(message);
    }

    /** As {@link #send}, where clients tell answers by more than their id. */
    default Future<Void> answer(RpcId id, ByteBuf message) {
        return send(message);
    }

    /** A message with this id came that is no request, so none will be answered. */
    default void forget(RpcId id) {}

    /** For buffers of outgoing messages. */
    ByteBuf buffer(int capacity);

    /** As whom the client came in. */
    default Caller caller() {
        return new Caller.Member();
    }

    long unsentBytes();

    void pauseReading();

    void resumeReading();

    void close(CloseReason reason);

    /** What the peer puts before the reason why a frame is not a message. */
    String malformedPrefix();
}
