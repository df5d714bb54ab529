package dev.execbus.processes;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Named pipes, and the calling thread's number. Results below zero are negative error numbers. */
final class GateCalls {
    private static final int O_WRONLY = 1;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    private static final int OWNER_ONLY = 0600;

    private static final MethodHandle MKFIFO =
            CLibrary.withErrno("mkfifo", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle OPEN = CLibrary.withErrno(
            "open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle GETTID = CLibrary.plain("gettid", FunctionDescriptor.of(JAVA_INT));

    private GateCalls() {}

    static int makePipe(String path) {
        MemorySegment state = CLibrary.state();
        try (Arena arena = Arena.ofConfined()) {
            return CLibrary.result((int) MKFIFO.invokeExact(state, arena.allocateFrom(path), OWNER_ONLY), state);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }

    /** The end to write to, without waiting: an error while nobody has come to read. */
    static int openForWriting(String path) {
        MemorySegment state = CLibrary.state();
        try (Arena arena = Arena.ofConfined()) {
            return CLibrary.result(
                    (int) OPEN.invokeExact(state, arena.allocateFrom(path), O_WRONLY | O_NONBLOCK | O_CLOEXEC, 0),
                    state);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }

    static int thisThread() {
        try {
            return (int) GETTID.invokeExact();
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }
}
