package dev.execbus.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * One client on standard input and output, a line for each message. A thread reads, a thread writes; everything else is
 * confined to the transport's context.
 */
final class StdioDoor implements Door {
    /** Lines read ahead of the context. */
    private static final int READ_AHEAD = 64;

    private final Context context;
    private final LineReader in;
    private final OutputStream out;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("stdio-out").daemon().factory());
    private final Semaphore ahead = new Semaphore(READ_AHEAD);
    private Visitor visitor;
    private long unsent;
    private final ArrayDeque<byte[]> withheld = new ArrayDeque<>();
    private boolean paused;
    private boolean ended;
    private boolean closed;

    StdioDoor(Context context, InputStream in, OutputStream out, TransportSettings settings) {
        this.context = context;
        this.in = new LineReader(in, settings.messageBytes());
        this.out = out;
    }

    void open(Visitor to) {
        visitor = to;
        Thread.ofPlatform().name("stdio-in").daemon().start(this::read);
    }

    private void read() {
        try {
            for (byte[] line = in.next(); line != null; line = in.next()) {
                if (blank(line)) {
                    continue;
                }
                byte[] message = line;
                checkText(message);
                ahead.acquireUninterruptibly();
                context.runOnContext(ignored -> received(message));
            }
            context.runOnContext(ignored -> inputEnded());
        } catch (IOException e) {
            // The input broke off or is not text.
            context.runOnContext(ignored -> gone(null));
        }
    }

    private static boolean blank(byte[] line) {
        for (byte value : line) {
            if (value > ' ' || value < 0) {
                return false;
            }
        }
        return true;
    }

    private static void checkText(byte[] line) throws CharacterCodingException {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line));
    }

    private void received(byte[] message) {
        withheld.add(message);
        handOn();
    }

    private void inputEnded() {
        ended = true;
        handOn();
    }

    /** Each message may pause what comes after it. */
    private void handOn() {
        while (!paused && !withheld.isEmpty()) {
            ahead.release();
            byte[] message = withheld.poll();
            if (!closed) {
                visitor.received(message, 0, message.length);
            }
        }
        if (ended && !paused && !closed) {
            ended = false;
            visitor.inputEnded();
        }
    }

    @Override
    public Future<Void> send(ByteBuf message) {
        if (closed) {
            message.release();
            return Future.failedFuture("the connection is closed");
        }
        byte[] line = new byte[message.readableBytes() + 1];
        message.readBytes(line, 0, line.length - 1);
        message.release();
        line[line.length - 1] = '\n';
        unsent += line.length;
        Promise<Void> promise = Promise.promise();
        writer.execute(() -> write(line, promise));
        return promise.future();
    }

    private void write(byte[] line, Promise<Void> promise) {
        try {
            out.write(line);
            out.flush();
            context.runOnContext(ignored -> {
                unsent -= line.length;
                promise.complete();
                visitor.drained();
            });
        } catch (IOException e) {
            context.runOnContext(ignored -> {
                promise.fail(e);
                gone(null);
            });
        }
    }

    @Override
    public ByteBuf buffer(int capacity) {
        return Unpooled.buffer(capacity);
    }

    @Override
    public long unsentBytes() {
        return unsent;
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
        gone(reason);
    }

    /** What is still to be written is written first. */
    private void gone(CloseReason ours) {
        if (!closed) {
            closed = true;
            writer.execute(() -> context.runOnContext(ignored -> visitor.gone(ours)));
            writer.shutdown();
        }
    }

    @Override
    public String malformedPrefix() {
        return "failed to parse JSON-RPC message from exec-server stdio: ";
    }
}
