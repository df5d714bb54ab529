package dev.execbus.processes;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that waits for all descriptors of all processes. Descriptors are known by tokens that never come back, so
 * an event of a closed descriptor meets nobody even when its number is in use again.
 */
final class Reactor implements AutoCloseable {
    static final int BUFFER_BYTES = 65_536;

    private static final Logger LOG = LoggerFactory.getLogger(Reactor.class);
    private static final int EVENTS_PER_TURN = 256;
    private static final long WAKE_UP = 0;
    private static final long REST_NANOS = 50_000;

    /** Something with a descriptor; called on the reactor's thread only. */
    interface Handler {
        void ready();

        /** After a failure, or when the reactor ends: lets go of the descriptor. Repeatable. */
        void abandon();

        long pid();
    }

    /** Automatic: a late command must not meet freed memory. */
    private final Arena arena = Arena.ofAuto();

    private final MemorySegment buffer = arena.allocate(BUFFER_BYTES);
    private final MemorySegment events = EventCalls.newEvents(arena, EVENTS_PER_TURN);
    private final MemorySegment counter = arena.allocate(ValueLayout.JAVA_LONG);
    private final MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_LONG, 1);
    private final Map<Long, Handler> handlers = new ConcurrentHashMap<>();
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final AtomicLong tokens = new AtomicLong(WAKE_UP);
    private final AtomicBoolean woken = new AtomicBoolean();
    private final int epoll;
    private final int wakeUp;
    private final Thread thread;
    private boolean restful;
    private boolean busy;
    private final AtomicBoolean stopping = new AtomicBoolean();

    Reactor(String name) {
        epoll = require(EventCalls.createEpoll());
        wakeUp = require(EventCalls.createEvent());
        require(EventCalls.add(epoll, wakeUp, EventCalls.EPOLLIN, WAKE_UP));
        thread = Thread.ofPlatform().daemon().name("reactor-" + name).start(this::run);
    }

    long newToken() {
        return tokens.incrementAndGet();
    }

    /** From any thread: what the handler's thread must see has to be written before. 0 or a negative error number. */
    int watch(int descriptor, int interest, long token, Handler handler) {
        handlers.put(token, handler);
        int result = EventCalls.add(epoll, descriptor, interest, token);
        if (result < 0) {
            handlers.remove(token);
        }
        return result;
    }

    /** From any thread, for a descriptor that is being watched: waits once more. */
    int watchAgain(int descriptor, int interest, long token) {
        return EventCalls.modify(epoll, descriptor, interest, token);
    }

    /**
     * From the thread that owns the descriptor, before it is closed. Closing alone is not enough: a child that has not
     * yet executed its program holds the same open file.
     */
    void forget(int descriptor, long token) {
        if (handlers.remove(token) != null) {
            EventCalls.delete(epoll, descriptor);
        }
    }

    /** Runs it on the reactor's thread, in the order of the calls; dropped when the reactor is ending. */
    void execute(Runnable command) {
        if (!stopping.get()) {
            enqueue(command);
        }
    }

    private void enqueue(Runnable command) {
        commands.add(command);
        if (woken.compareAndSet(false, true)) {
            FileCalls.write(wakeUp, one, Long.BYTES);
        }
    }

    /** From a handler: what it does next can wait a moment. Only when nothing else was ready in this turn. */
    void rest() {
        restful = true;
    }

    /** For reading into, on the reactor's thread. */
    MemorySegment buffer() {
        return buffer;
    }

    /** Runs something of a handler so that its failure stays its own. */
    void guard(Handler handler, Runnable action) {
        try {
            action.run();
        } catch (Throwable e) {
            LOG.error("handling a process failed pid={}", handler.pid(), e);
            abandon(handler);
        }
    }

    @Override
    public void close() {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        enqueue(() -> {});
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        FileCalls.close(wakeUp);
        FileCalls.close(epoll);
    }

    private void run() {
        while (!stopping.get()) {
            if (restful && !busy) {
                LockSupport.parkNanos(REST_NANOS);
            }
            restful = false;
            busy = false;
            int count = EventCalls.await(epoll, events);
            if (count < 0 && count != -Errno.EINTR) {
                LOG.error("the reactor cannot wait any more (os error {})", -count);
                break;
            }
            for (int i = 0; i < count; i++) {
                dispatch(EventCalls.token(events, i));
            }
        }
        handlers.values().forEach(Reactor::abandon);
    }

    private void dispatch(long token) {
        if (token == WAKE_UP) {
            runCommands();
            return;
        }
        Handler handler = handlers.get(token);
        if (handler != null) {
            boolean restedBefore = restful;
            restful = false;
            guard(handler, handler::ready);
            busy |= !restful;
            restful |= restedBefore;
        }
    }

    private void runCommands() {
        FileCalls.read(wakeUp, counter, Long.BYTES);
        // Before the queue is emptied: a command added from now on writes to the event again.
        woken.set(false);
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            try {
                command.run();
            } catch (Throwable e) {
                LOG.error("a command of the reactor failed", e);
            }
        }
    }

    private static void abandon(Handler handler) {
        try {
            handler.abandon();
        } catch (Throwable e) {
            LOG.error("letting go of a process failed pid={}", handler.pid(), e);
        }
    }

    private static int require(int result) {
        if (result < 0) {
            throw new IllegalStateException("no descriptors for the reactor (os error " + -result + ")");
        }
        return result;
    }
}
