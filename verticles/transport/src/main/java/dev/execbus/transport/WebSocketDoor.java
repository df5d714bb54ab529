package dev.execbus.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;

/**
 * A client on a WebSocket. Writes go to Netty's channel by themselves, so that the messages of one delivery cost one
 * flush and no copy; everything else is Vert.x's. Confined to the connection's event loop.
 */
final class WebSocketDoor implements Door {
    /** Larger messages go out in pieces of this size: clients refuse frames above 16 MiB. */
    private static final int PIECE = 8 << 20;

    private final ServerWebSocket socket;
    private final ChannelHandlerContext channel;
    private final TransportSettings settings;
    private final Caller caller;
    private final Unsent unsent = new Unsent();
    private Visitor visitor;
    private Buffer partial;
    private boolean textMessage;
    private boolean paused;
    private boolean flushScheduled;
    private boolean closed;
    private long heardAtNanos = System.nanoTime();
    private long pingedAtNanos = heardAtNanos;

    /** @param caller null where another door of ours tells */
    WebSocketDoor(ServerWebSocket socket, TransportSettings settings, Caller caller) {
        this.socket = socket;
        this.caller = caller;
        this.channel = ((WebSocketInternal) socket).channelHandlerContext();
        this.settings = settings;
    }

    void open(Visitor to) {
        visitor = to;
        LongFrames.prepare(channel.channel());
        socket.frameHandler(this::frame);
        socket.pongHandler(ignored -> heardAtNanos = System.nanoTime());
        socket.exceptionHandler(this::failed);
        socket.closeHandler(ignored -> gone(null));
        // The request was paused while its authorization was looked at, and the socket inherits that.
        socket.resume();
    }

    private void frame(io.vertx.core.http.WebSocketFrame frame) {
        heardAtNanos = System.nanoTime();
        if (closed || !(frame.isText() || frame.isBinary() || frame.isContinuation())) {
            return;
        }
        if (frame.isText() || frame.isBinary()) {
            textMessage = frame.isText();
        }
        if (frame.isFinal() && partial == null) {
            message(frame.binaryData());
        } else {
            append(frame);
        }
    }

    private void append(io.vertx.core.http.WebSocketFrame frame) {
        if (partial == null) {
            partial = Buffer.buffer();
        }
        if ((long) partial.length() + frame.binaryData().length() > settings.messageBytes()) {
            partial = null;
            close(CloseReason.MESSAGE_TOO_BIG);
            return;
        }
        partial.appendBuffer(frame.binaryData());
        if (frame.isFinal()) {
            Buffer whole = partial;
            partial = null;
            message(whole);
        }
    }

    /** Buffers of Vert.x are ours alone, so their bytes need not be copied. */
    private void message(Buffer message) {
        ByteBuf buffer = ((BufferInternal) message).getByteBuf();
        if (buffer.hasArray()) {
            message(buffer.array(), buffer.arrayOffset() + buffer.readerIndex(), buffer.readableBytes());
            if (!visitor.keepsMessages()) {
                SpareArray.giveBack(buffer.array());
            }
        } else {
            message(message.getBytes(), 0, message.length());
        }
    }

    private void message(byte[] bytes, int offset, int length) {
        if (length > settings.messageBytes()) {
            close(CloseReason.MESSAGE_TOO_BIG);
        } else if (textMessage && !TextFrames.isUtf8(bytes, offset, length)) {
            close(CloseReason.INVALID_TEXT);
        } else {
            visitor.received(bytes, offset, length);
        }
    }

    @Override
    public Future<Void> send(ByteBuf message) {
        return send(message, true);
    }

    @Override
    public Future<Void> sendPatiently(ByteBuf message) {
        return send(message, false);
    }

    private Future<Void> send(ByteBuf message, boolean urgent) {
        if (closed) {
            message.release();
            return Future.failedFuture("the connection is closed");
        }
        int length = message.readableBytes();
        unsent.added(length, urgent, System.nanoTime());
        ChannelFuture written = length <= PIECE ? channel.write(new TextWebSocketFrame(message)) : writePieces(message);
        scheduleFlush();
        Promise<Void> promise = Promise.promise();
        written.addListener(done -> {
            unsent.written(length, urgent, System.nanoTime());
            if (done.isSuccess()) {
                promise.complete();
            } else {
                promise.fail(done.cause());
            }
            visitor.drained();
        });
        return promise.future();
    }

    private ChannelFuture writePieces(ByteBuf message) {
        WebSocketFrame first = new TextWebSocketFrame(false, 0, message.readRetainedSlice(PIECE));
        channel.write(first);
        while (message.readableBytes() > PIECE) {
            channel.write(new ContinuationWebSocketFrame(false, 0, message.readRetainedSlice(PIECE)));
        }
        return channel.write(new ContinuationWebSocketFrame(true, 0, message));
    }

    /** One flush for everything that is sent in this turn of the event loop. */
    private void scheduleFlush() {
        if (!flushScheduled) {
            flushScheduled = true;
            channel.channel().eventLoop().execute(() -> {
                flushScheduled = false;
                channel.flush();
            });
        }
    }

    @Override
    public ByteBuf buffer(int capacity) {
        return channel.alloc().directBuffer(capacity);
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public long unsentBytes() {
        return unsent.bytes();
    }

    @Override
    public void pauseReading() {
        if (!paused) {
            paused = true;
            socket.pause();
        }
    }

    @Override
    public void resumeReading() {
        if (paused) {
            paused = false;
            heardAtNanos = System.nanoTime();
            socket.resume();
        }
    }

    /**
     * Called now and then: pings, and lets go of a peer that does not answer or does not read. While we do not read
     * ourselves, or have something unsent, silence proves nothing.
     */
    void check(long nowNanos) {
        if (closed) {
            return;
        }
        if (unsent.stuckNanos(nowNanos) > settings.slowClient().toNanos()) {
            letGo(CloseReason.SLOW_CLIENT);
        } else if (!paused
                && unsent.bytes() == 0
                // Silence proves nothing before it has been asked, either.
                && pingedAtNanos - heardAtNanos > 0
                && nowNanos - heardAtNanos > settings.pongTimeout().toNanos()) {
            letGo(CloseReason.NO_PONG);
        } else if (nowNanos - pingedAtNanos > settings.pingInterval().toNanos()) {
            pingedAtNanos = nowNanos;
            socket.writePing(Buffer.buffer());
        }
    }

    @Override
    public void close(CloseReason reason) {
        if (!closed) {
            socket.close((short) reason.code(), reason.text());
            gone(reason);
        }
    }

    /** The peer may be unreachable: say why, and do not wait for its answer. */
    private void letGo(CloseReason reason) {
        close(reason);
        channel.channel()
                .eventLoop()
                .schedule(
                        () -> channel.channel().close(),
                        Duration.ofSeconds(1).toMillis(),
                        java.util.concurrent.TimeUnit.MILLISECONDS);
    }

    private void failed(Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException corrupted
                && corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
            letGo(CloseReason.MESSAGE_TOO_BIG);
        } else {
            abort();
        }
    }

    private void abort() {
        channel.channel().close();
        gone(null);
    }

    private void gone(CloseReason ours) {
        if (!closed) {
            closed = true;
            partial = null;
            visitor.gone(ours);
        }
    }

    @Override
    public String malformedPrefix() {
        SocketAddress peer = socket.remoteAddress();
        return "failed to parse websocket JSON-RPC message from exec-server websocket " + peer.hostAddress() + ":"
                + peer.port() + ": ";
    }
}
