package dev.execbus.processes;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** A thread that waits for the reactor's descriptors and for commands. */
final class ThreadDriver implements Driver {
    private static final long REST_NANOS = 50_000;
    private static final int FOR_EVER = -1;

    /** Automatic: a late command must not meet freed memory. */
    private final Arena arena = Arena.ofAuto();

    private final MemorySegment counter = arena.allocate(ValueLayout.JAVA_LONG);
    private final MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_LONG, 1);
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final String name;
    private final int wakeUp;
    private Thread thread;

    ThreadDriver(String name) {
        this.name = name;
        this.wakeUp = Reactor.require(EventCalls.createEvent());
    }

    @Override
    public void start(Reactor reactor, int epoll) {
        Reactor.require(EventCalls.add(epoll, wakeUp, EventCalls.EPOLLIN, Reactor.WAKE_UP));
        thread = Thread.ofPlatform().daemon().name("reactor-" + name).start(() -> run(reactor));
    }

    private void run(Reactor reactor) {
        while (!stopping.get()) {
            Reactor.Turn turn = reactor.turn(FOR_EVER);
            switch (turn) {
                case NOTHING, WORKED -> {}
                case ONLY_LOUD -> LockSupport.parkNanos(REST_NANOS);
                case WOKEN -> runCommands();
                case BROKEN -> {
                    return;
                }
            }
        }
    }

    @Override
    public void execute(Runnable command) {
        commands.add(command);
        if (woken.compareAndSet(false, true)) {
            FileCalls.write(wakeUp, one, Long.BYTES);
        }
    }

    private void runCommands() {
        FileCalls.read(wakeUp, counter, Long.BYTES);
        // Before the queue is emptied: a command added from now on writes to the event again.
        woken.set(false);
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
        }
    }

    /** Its thread is never the one that asks. */
    @Override
    public boolean look() {
        return false;
    }

    @Override
    public void stop() {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        execute(() -> {});
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        FileCalls.close(wakeUp);
    }
}
