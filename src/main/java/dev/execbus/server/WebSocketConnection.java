package dev.execbus.server;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.nio.charset.StandardCharsets;

/** A connection on a WebSocket. Pings of the server are answered by Vert.x. Confined to the socket's context. */
final class WebSocketConnection implements Connection {
    /** More than any server sends: the answer to a read of the longest output. */
    private static final int LONGEST_MESSAGE = 64 << 20;

    private final WebSocket socket;
    private final Listener listener;
    private Buffer partial;
    private String reason = "the connection broke";
    private boolean closed;

    WebSocketConnection(WebSocket socket, Listener listener) {
        this.socket = socket;
        this.listener = listener;
        socket.frameHandler(this::frame);
        socket.pongHandler(ignored -> listener.heard());
        socket.exceptionHandler(cause -> {
            if (cause.getMessage() != null) {
                reason = cause.getMessage();
            }
        });
        socket.closeHandler(ignored -> gone());
    }

    private void frame(WebSocketFrame frame) {
        listener.heard();
        if (closed || (!frame.isText() && !frame.isBinary() && !frame.isContinuation())) {
            return;
        }
        if (partial == null && frame.isFinal()) {
            listener.received(frame.binaryData().getBytes());
            return;
        }
        partial = partial == null ? Buffer.buffer() : partial;
        if ((long) partial.length() + frame.binaryData().length() > LONGEST_MESSAGE) {
            reason = "the server sent a message of more than " + LONGEST_MESSAGE + " bytes";
            socket.close();
            gone();
            return;
        }
        partial.appendBuffer(frame.binaryData());
        if (frame.isFinal()) {
            byte[] whole = partial.getBytes();
            partial = null;
            listener.received(whole);
        }
    }

    @Override
    public void send(byte[] frame) {
        if (!closed) {
            socket.writeFinalTextFrame(new String(frame, StandardCharsets.UTF_8));
        }
    }

    @Override
    public void ping() {
        if (!closed) {
            socket.writePing(Buffer.buffer());
        }
    }

    @Override
    public void pause() {
        socket.pause();
    }

    @Override
    public void resume() {
        socket.resume();
    }

    @Override
    public Future<Void> close() {
        if (closed) {
            return Future.succeededFuture();
        }
        closed = true;
        return socket.close();
    }

    private void gone() {
        if (!closed) {
            closed = true;
            String text = socket.closeReason();
            listener.closed(text == null || text.isEmpty() ? reason : "the server closed the connection: " + text);
        }
    }
}
