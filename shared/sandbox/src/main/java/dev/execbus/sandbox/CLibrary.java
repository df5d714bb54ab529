package dev.execbus.sandbox;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * The one function of the C library that is needed here: syscall(2). It turns "-1 and errno" into the negative errno,
 * as the kernel does.
 */
final class CLibrary {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = CALL_STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle SYSCALL = handle();

    private CLibrary() {}

    /** Addresses are passed as numbers: the caller keeps their memory alive. */
    static int call(int number, long first, long second, long third, long fourth, long fifth) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            long returned = (long) SYSCALL.invokeExact(state, (long) number, first, second, third, fourth, fifth);
            return returned >= 0 ? (int) returned : -state.get(JAVA_INT, ERRNO);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle handle() {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(1));
    }

    /** Downcalls declare every throwable, yet throw nothing but what is a bug here. */
    private static IllegalStateException broken(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("a call of the C library failed", cause);
    }
}
