package dev.execbus.server;

import dev.execbus.protocol.ByteChunk;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.Semaphore;

/** Reads standard input on a thread of its own, never more than a few pieces ahead of their acknowledgement. */
final class InputReader {
    static final int PIECES_IN_FLIGHT = 16;
    private static final int PIECE = 64 << 10;

    /** What was read, on the reader's thread. */
    interface Listener {
        void input(ByteChunk chunk);

        void ended();
    }

    private final InputStream in;
    private final Runnable prepare;
    private final Listener listener;
    private final Semaphore room = new Semaphore(PIECES_IN_FLIGHT);

    /** @param prepare run before the first byte is read */
    InputReader(InputStream in, Runnable prepare, Listener listener) {
        this.in = in;
        this.prepare = prepare;
        this.listener = listener;
    }

    /** Nobody waits for the thread: a read of a terminal cannot be ended. */
    void start() {
        Thread.ofPlatform().daemon().name("input").start(this::run);
    }

    void acknowledged() {
        room.release();
    }

    private void run() {
        prepare.run();
        try {
            byte[] buffer = new byte[PIECE];
            room.acquire();
            int count = in.read(buffer);
            while (count >= 0) {
                listener.input(ByteChunk.of(Arrays.copyOf(buffer, count)));
                room.acquire();
                count = in.read(buffer);
            }
            listener.ended();
        } catch (IOException e) {
            listener.ended();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
