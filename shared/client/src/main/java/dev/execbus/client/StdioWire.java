package dev.execbus.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A program's standard streams, a message a line. Two virtual threads read and write; the program is asked to end by the end
 * of its input, and killed if it does not. Confined to the backend's loop but for the threads.
 */
final class StdioWire implements Wire {
    private static final byte[] END = {};
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** Lines that were read and are not looked at yet. */
    private static final int AHEAD = 16;

    private final Process program;
    private final Loop loop;
    private final Listener listener;
    /** Bounded by the number of requests under way. */
    private final BlockingQueue<byte[]> unsent = new LinkedBlockingQueue<>();

    private final Semaphore ahead = new Semaphore(AHEAD);
    private final Promise<Void> ended = Promise.promise();
    private boolean closed;

    private StdioWire(Process program, Loop loop, Listener listener) {
        this.program = program;
        this.loop = loop;
        this.listener = listener;
    }

    /** Owns the program from now on. */
    static StdioWire of(Process program, Loop loop, Listener listener) {
        StdioWire wire = new StdioWire(program, loop, listener);
        Thread.ofVirtual().name("stdio-read").start(wire::readAll);
        Thread.ofVirtual().name("stdio-write").start(wire::writeAll);
        return wire;
    }

    private void readAll() {
        String reason = "the program has ended its output";
        try {
            FrameLines lines = new FrameLines(program.getInputStream());
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                byte[] frame = line;
                ahead.acquire();
                loop.run(() -> received(frame));
            }
        } catch (IOException e) {
            reason = "the program's output cannot be read: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        unsent.add(END);
        await();
        String why = reason;
        loop.run(() -> gone(why));
    }

    private void received(byte[] frame) {
        ahead.release();
        if (!closed) {
            listener.received(frame);
        }
    }

    /** The input is closed as soon as there is nothing more to write, which asks the program to end. */
    private void writeAll() {
        try (OutputStream input = program.getOutputStream()) {
            for (byte[] frame = unsent.take(); frame != END; frame = unsent.take()) {
                input.write(frame);
                input.write('\n');
                if (unsent.isEmpty()) {
                    input.flush();
                }
            }
        } catch (IOException e) {
            // The program is gone: its output ends, too, and whoever reads it says so.
            program.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the program is gone. What it has started and left behind may hold its streams, and goes as well. */
    private void await() {
        List<ProcessHandle> started = program.descendants().toList();
        try {
            if (!program.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                program.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            program.destroyForcibly();
        }
        started.forEach(ProcessHandle::destroyForcibly);
        loop.run(ended::tryComplete);
    }

    private void gone(String reason) {
        if (!closed) {
            closed = true;
            listener.closed(reason);
        }
    }

    @Override
    public void send(byte[] frame) {
        if (!closed) {
            unsent.add(frame);
        }
    }

    /** Completes when the program is gone. */
    @Override
    public Future<Void> close() {
        if (!closed) {
            closed = true;
            unsent.add(END);
            Thread.ofVirtual().name("stdio-end").start(this::await);
        }
        return ended.future();
    }
}
