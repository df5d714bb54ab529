package dev.execbus.server;

import dev.execbus.protocol.StreamName;
import dev.execbus.server.RemoteEvent.Output;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes output in the order it is given, on a thread of its own: whoever reads ours may be slow. The queue is bounded
 * by its owner, who asks {@link #isBehind}.
 */
final class OutputWriter {
    private static final long HIGH = 8L << 20;
    private static final long LOW = 2L << 20;

    /** What the writer tells its owner, on the writer's thread. */
    interface Listener {
        /** After the writer was behind. */
        void drained();

        /** Called once: from now on output is thrown away. */
        void failed(String sentence);
    }

    private sealed interface Task {
        record Write(Output output) implements Task {}

        record End() implements Task {}
    }

    private final OutputStream stdout;
    private final OutputStream stderr;
    private final Listener listener;
    private final BlockingQueue<Task> queue = new LinkedBlockingQueue<>();
    private final AtomicLong queued = new AtomicLong();
    private final Thread thread = Thread.ofPlatform().daemon().name("output").unstarted(this::run);
    private volatile boolean behind;

    OutputWriter(OutputStream stdout, OutputStream stderr, Listener listener) {
        this.stdout = stdout;
        this.stderr = stderr;
        this.listener = listener;
    }

    void start() {
        thread.start();
    }

    void write(Output output) {
        if (queued.addAndGet(output.chunk().length()) > HIGH) {
            behind = true;
        }
        queue.add(new Task.Write(output));
    }

    /** True until much of the queue is written. */
    boolean isBehind() {
        return behind;
    }

    /** Returns when everything is written, however long that takes. */
    void finish() throws InterruptedException {
        queue.add(new Task.End());
        thread.join();
    }

    private void run() {
        boolean broken = false;
        try {
            while (queue.take() instanceof Task.Write write) {
                Output output = write.output();
                broken = broken || !written(output);
                if (queued.addAndGet(-output.chunk().length()) < LOW && behind) {
                    behind = false;
                    listener.drained();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean written(Output output) {
        boolean error = output.stream() == StreamName.STDERR;
        try {
            OutputStream target = error ? stderr : stdout;
            target.write(output.chunk().bytes());
            target.flush();
            return true;
        } catch (IOException e) {
            listener.failed("cannot write to standard " + (error ? "error: " : "output: ") + e.getMessage());
            return false;
        }
    }
}
