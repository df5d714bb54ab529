package dev.execbus.processes;

import com.pty4j.PtyProcess;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/**
 * What a terminal of pty4j prints. When a process has ended, a thread of pty4j writes to a descriptor of the terminal
 * to wake its reader. If the terminal is closed by then, that byte goes to whatever has the number now: so closing
 * waits for that thread.
 */
final class TerminalOutput extends InputStream {
    private static final int ROOM_FOR_THREADS = 8;

    private final PtyProcess process;
    private final InputStream in;
    private final ThreadGroup threads;

    private TerminalOutput(PtyProcess process, ThreadGroup threads) {
        this.process = process;
        this.in = process.getInputStream();
        this.threads = threads;
    }

    /** Threads are born into the group of the thread that makes them; pty4j does not show its own. */
    static TerminalOutput of(Callable<PtyProcess> start) throws IOException {
        ThreadGroup threads = new ThreadGroup("pty4j");
        FutureTask<PtyProcess> task = new FutureTask<>(start);
        new Thread(threads, task, "pty4j-start").start();
        try {
            return new TerminalOutput(task.get(), threads);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    PtyProcess process() {
        return process;
    }

    @Override
    public int read() throws IOException {
        return in.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return in.read(buffer, offset, length);
    }

    /** Blocks until the process has ended, and closes both directions. */
    @Override
    public void close() throws IOException {
        Thread[] left = new Thread[ROOM_FOR_THREADS];
        int count = threads.enumerate(left);
        for (Thread thread : Stream.of(left).limit(count).toList()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        in.close();
    }
}
