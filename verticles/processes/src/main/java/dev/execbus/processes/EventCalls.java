package dev.execbus.processes;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** epoll and eventfd. Results below zero are negative error numbers. */
final class EventCalls {
    static final int EPOLLIN = 0x1;
    static final int EPOLLOUT = 0x4;
    static final int EPOLLONESHOT = 1 << 30;

    /** struct epoll_event is packed on x86_64, and only there. */
    private static final boolean PACKED = "amd64".equals(System.getProperty("os.arch"));

    private static final long TOKEN_OFFSET = PACKED ? 4 : 8;
    private static final long EVENT_BYTES = TOKEN_OFFSET + Long.BYTES;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_DEL = 2;
    private static final int EPOLL_CTL_MOD = 3;
    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final int EFD_CLOEXEC_NONBLOCK = 0x80800;

    private static final MethodHandle CREATE =
            CLibrary.withErrno("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle CONTROL =
            CLibrary.withErrno("epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle WAIT =
            CLibrary.withErrno("epoll_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle EVENTFD =
            CLibrary.withErrno("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    private static final ThreadLocal<MemorySegment> EVENT_OF_THREAD =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(EVENT_BYTES, Long.BYTES));

    private EventCalls() {}

    static int createEpoll() {
        MemorySegment state = CLibrary.state();
        try {
            return CLibrary.result((int) CREATE.invokeExact(state, EPOLL_CLOEXEC), state);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }

    /** A counter to wake a waiter with: write and read 8 bytes. */
    static int createEvent() {
        MemorySegment state = CLibrary.state();
        try {
            return CLibrary.result((int) EVENTFD.invokeExact(state, 0, EFD_CLOEXEC_NONBLOCK), state);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }

    static int add(int epoll, int descriptor, int events, long token) {
        return control(epoll, EPOLL_CTL_ADD, descriptor, events, token);
    }

    static int modify(int epoll, int descriptor, int events, long token) {
        return control(epoll, EPOLL_CTL_MOD, descriptor, events, token);
    }

    static int delete(int epoll, int descriptor) {
        return control(epoll, EPOLL_CTL_DEL, descriptor, 0, 0);
    }

    static MemorySegment newEvents(Arena arena, int count) {
        return arena.allocate(EVENT_BYTES * count, Long.BYTES);
    }

    /** The number of events written; blocks for so many milliseconds at most, -1 for ever. */
    static int await(int epoll, MemorySegment events, int millis) {
        MemorySegment state = CLibrary.state();
        try {
            int most = (int) (events.byteSize() / EVENT_BYTES);
            return CLibrary.result((int) WAIT.invokeExact(state, epoll, events, most, millis), state);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }

    static long token(MemorySegment events, int index) {
        return events.get(JAVA_LONG_UNALIGNED, index * EVENT_BYTES + TOKEN_OFFSET);
    }

    private static int control(int epoll, int operation, int descriptor, int events, long token) {
        MemorySegment state = CLibrary.state();
        MemorySegment event = EVENT_OF_THREAD.get();
        event.set(JAVA_INT, 0, events);
        event.set(JAVA_LONG_UNALIGNED, TOKEN_OFFSET, token);
        try {
            return CLibrary.result((int) CONTROL.invokeExact(state, epoll, operation, descriptor, event), state);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }
}
