package dev.execbus.filesystem;

import dev.execbus.filesystem.CageAnswer.Failed;
import dev.execbus.protocol.ExecbusException;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Serves requests in the confined process. Its threads take turns: whoever has read a request does it, and the next one
 * reads on meanwhile, so no request is handed from thread to thread.
 */
final class CageLoop {
    /** While a request longer than this is being done, the next one is not read: two of them may not fit into the heap. */
    private static final int LONG_REQUEST = 2 << 20;

    private final DataInputStream in;
    private final OutputStream out;
    private final CageServing serving;
    private final ReentrantLock reading = new ReentrantLock();
    private final CountDownLatch ended = new CountDownLatch(1);

    CageLoop(DataInputStream in, OutputStream out, CageServing serving) {
        this.in = in;
        this.out = out;
        this.serving = serving;
    }

    /** Until the server has gone or cannot be understood; what is being done then is not waited for. */
    void serve(int threads) throws InterruptedException {
        for (int i = 0; i < threads; i++) {
            Thread.ofPlatform().daemon().name("serve-" + i).start(this::loop);
        }
        ended.await();
    }

    private void loop() {
        try {
            while (serveOne()) {
                // One after the other.
            }
        } catch (IOException e) {
            // The stream is of no use any more.
        } finally {
            ended.countDown();
        }
    }

    /** False at the end of the stream. */
    private boolean serveOne() throws IOException {
        CodecInput frame;
        CageRequest request;
        reading.lock();
        try {
            frame = CodecInput.next(in);
            if (frame == null) {
                return false;
            }
            if (frame.left() > LONG_REQUEST) {
                send(frame.id(), serving.answer(CageRequestCodec.decode(frame)));
                // Of many processes, each would keep for good what it needed once.
                System.gc();
                return true;
            }
            request = CageRequestCodec.decode(frame);
        } finally {
            reading.unlock();
        }
        send(frame.id(), serving.answer(request));
        return true;
    }

    private void send(long id, CageAnswer answer) throws IOException {
        if (answer == null) {
            return;
        }
        CodecOutput encoded = CageAnswerCodec.encode(answer);
        synchronized (out) {
            try {
                encoded.send(id, out);
            } catch (ExecbusException e) {
                CageAnswerCodec.encode(new Failed(e.code(), e.getMessage())).send(id, out);
            }
        }
    }
}
