package dev.execbus.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayDeque;

/**
 * A client in this JVM. What it is told it takes at once; what it says waits while the connection does not read, bounded by
 * what clients of its kind ask at a time. Confined to the transport's context.
 */
final class InsideDoor implements Door {
    private final Context context;
    private final InsideClient client;
    private final ArrayDeque<byte[]> withheld = new ArrayDeque<>();
    private Visitor visitor;
    private boolean paused;
    private boolean closed;

    InsideDoor(Context context, InsideClient client) {
        this.context = context;
        this.client = client;
    }

    /** What the client holds; for any thread. */
    InsideClient.Connection open(Visitor to) {
        visitor = to;
        return new InsideClient.Connection() {
            @Override
            public void send(byte[] frame) {
                context.runOnContext(ignored -> received(frame));
            }

            @Override
            public void close() {
                context.runOnContext(ignored -> left());
            }
        };
    }

    private void received(byte[] frame) {
        withheld.add(frame);
        handOn();
    }

    /** Each message may pause what comes after it. */
    private void handOn() {
        while (!paused && !closed && !withheld.isEmpty()) {
            byte[] frame = withheld.poll();
            visitor.received(frame, 0, frame.length);
        }
    }

    private void left() {
        if (!closed) {
            closed = true;
            visitor.gone(null);
        }
    }

    @Override
    public Future<Void> send(ByteBuf message) {
        if (closed) {
            message.release();
            return Future.failedFuture("the connection is closed");
        }
        byte[] frame = new byte[message.readableBytes()];
        message.readBytes(frame);
        message.release();
        client.received(frame);
        return Future.succeededFuture();
    }

    @Override
    public ByteBuf buffer(int capacity) {
        return Unpooled.buffer(capacity);
    }

    @Override
    public long unsentBytes() {
        return 0;
    }

    @Override
    public void pauseReading() {
        paused = true;
    }

    @Override
    public void resumeReading() {
        if (paused) {
            paused = false;
            handOn();
        }
    }

    @Override
    public void close(CloseReason reason) {
        if (!closed) {
            closed = true;
            client.closed(reason.text());
            visitor.gone(reason);
        }
    }

    @Override
    public String malformedPrefix() {
        return "failed to parse JSON-RPC message: ";
    }
}
