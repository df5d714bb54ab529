package dev.execbus.client;

import dev.execbus.bus.Timers;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A WebSocket. A server that is not heard for too long, not even its pongs, counts as gone. Confined to the backend's loop. */
final class WebSocketWire implements Wire {
    /** More than any server sends: a file of 64 MiB. */
    private static final int LONGEST_MESSAGE = 96 << 20;

    private static final Duration PING_EVERY = Duration.ofSeconds(10);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    private final WebSocket socket;
    private final Loop loop;
    private final Listener listener;
    private Timers.Timer ping = () -> {};
    private long heardAtNanos;
    private Buffer partial;
    private String reason = "the connection broke";
    private boolean closed;

    WebSocketWire(WebSocket socket, Loop loop, Listener listener) {
        this.socket = socket;
        this.loop = loop;
        this.listener = listener;
        this.heardAtNanos = loop.nanoTime();
        socket.frameHandler(this::frame);
        socket.pongHandler(ignored -> heardAtNanos = loop.nanoTime());
        socket.exceptionHandler(cause -> {
            if (cause.getMessage() != null) {
                reason = WebSocketConnector.oneLine(cause.getMessage());
            }
        });
        socket.closeHandler(ignored -> {
            String text = socket.closeReason();
            gone(
                    text == null || text.isEmpty()
                            ? reason
                            : "the server closed the connection: " + WebSocketConnector.oneLine(text));
        });
        pingLater();
    }

    private void pingLater() {
        ping = loop.timers().after(PING_EVERY, () -> {
            if (loop.nanoTime() - heardAtNanos >= LONGEST_SILENCE.toNanos()) {
                giveUp("nothing was heard from the server for " + LONGEST_SILENCE.toSeconds() + "s");
            } else {
                socket.writePing(Buffer.buffer());
                pingLater();
            }
        });
    }

    private void frame(WebSocketFrame frame) {
        heardAtNanos = loop.nanoTime();
        if (closed || (!frame.isText() && !frame.isBinary() && !frame.isContinuation())) {
            return;
        }
        if (partial == null && frame.isFinal()) {
            listener.received(frame.binaryData().getBytes());
            return;
        }
        partial = partial == null ? Buffer.buffer() : partial;
        if ((long) partial.length() + frame.binaryData().length() > LONGEST_MESSAGE) {
            giveUp("the server sent a message of more than " + LONGEST_MESSAGE + " bytes");
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
            socket.writeTextMessage(new String(frame, StandardCharsets.UTF_8));
        }
    }

    private void giveUp(String why) {
        socket.close();
        gone(why);
    }

    private void gone(String why) {
        if (!closed) {
            ended();
            listener.closed(why);
        }
    }

    private void ended() {
        closed = true;
        partial = null;
        ping.cancel();
    }

    @Override
    public Future<Void> close() {
        if (closed) {
            return Future.succeededFuture();
        }
        ended();
        return socket.close();
    }
}
