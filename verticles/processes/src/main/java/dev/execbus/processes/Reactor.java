package dev.execbus.processes;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches all descriptors of all processes, for the one thread of its {@link Driver}. Descriptors are known by tokens
 * that never come back, so an event of a closed descriptor meets nobody even when its number is in use again.
 */
final class Reactor implements AutoCloseable {
    static final int BUFFER_BYTES = 65_536;
    static final long WAKE_UP = 0;

    private static final Logger LOG = LoggerFactory.getLogger(Reactor.class);
    private static final int EVENTS_PER_TURN = 256;

    /** Something with a descriptor; called on the driver's thread only. */
    interface Handler {
        void ready();

        /** After a failure, or when the reactor ends: lets go of the descriptor. Repeatable. */
        void abandon();

        long pid();
    }

    /** What a turn has seen. */
    enum Turn {
        NOTHING,
        WORKED,
        /** Nothing but streams that are read faster than they are written: a moment's rest makes larger chunks. */
        ONLY_LOUD,
        /** Beside all else, the driver's own wake-up. */
        WOKEN,
        BROKEN
    }

    /** Automatic: a late command must not meet freed memory. */
    private final Arena arena = Arena.ofAuto();

    private final MemorySegment buffer = arena.allocate(BUFFER_BYTES);
    private final MemorySegment events = EventCalls.newEvents(arena, EVENTS_PER_TURN);
    private final Map<Long, Handler> handlers = new ConcurrentHashMap<>();
    private final AtomicLong tokens = new AtomicLong(WAKE_UP);
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Driver driver;
    private final int epoll;
    private boolean loud;

    Reactor(Driver driver) {
        this.driver = driver;
        this.epoll = require(EventCalls.createEpoll());
        driver.start(this, epoll);
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

    /** Runs it on the driver's thread, in the order of the calls; dropped when the reactor is ending. */
    void execute(Runnable command) {
        if (!stopping.get()) {
            driver.execute(() -> guardCommand(command));
        }
    }

    /** Not from a handler: sees to what is ready already, if this is the driver's thread. Whether there was something. */
    boolean look() {
        return !stopping.get() && driver.look();
    }

    /** From a handler: it is read faster than it is written. */
    void rest() {
        loud = true;
    }

    /** For reading into, on the driver's thread. */
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

    private static void guardCommand(Runnable command) {
        try {
            command.run();
        } catch (Throwable e) {
            LOG.error("a command of the reactor failed", e);
        }
    }

    /** On the driver's thread: sees to everything that is ready now, or within the time; -1 is for ever. */
    Turn turn(int waitMillis) {
        int count = EventCalls.await(epoll, events, waitMillis);
        if (count <= 0) {
            return count == 0 || count == -Errno.EINTR ? Turn.NOTHING : broken(-count);
        }
        boolean woken = false;
        boolean onlyLoud = true;
        for (int i = 0; i < count; i++) {
            long token = EventCalls.token(events, i);
            if (token == WAKE_UP) {
                woken = true;
            } else {
                loud = false;
                dispatch(token);
                onlyLoud &= loud;
            }
        }
        return woken ? Turn.WOKEN : onlyLoud ? Turn.ONLY_LOUD : Turn.WORKED;
    }

    private static Turn broken(int error) {
        LOG.error("the reactor cannot wait any more (os error {})", error);
        return Turn.BROKEN;
    }

    private void dispatch(long token) {
        Handler handler = handlers.get(token);
        if (handler != null) {
            guard(handler, handler::ready);
        }
    }

    /** Not on the driver's thread. */
    @Override
    public void close() {
        if (stopping.compareAndSet(false, true)) {
            driver.stop();
            handlers.values().forEach(Reactor::abandon);
            FileCalls.close(epoll);
        }
    }

    private static void abandon(Handler handler) {
        try {
            handler.abandon();
        } catch (Throwable e) {
            LOG.error("letting go of a process failed pid={}", handler.pid(), e);
        }
    }

    static int require(int result) {
        if (result < 0) {
            throw new IllegalStateException("no descriptors for the reactor (os error " + -result + ")");
        }
        return result;
    }
}
