package dev.execbus.processes;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Access to functions of the C library. The classes built on it turn "-1 and errno" into the negative errno, as the
 * kernel does, so that no error number gets lost between two calls.
 */
final class CLibrary {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup SYMBOLS = LINKER.defaultLookup();
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = CALL_STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    private static final ThreadLocal<MemorySegment> STATE_OF_THREAD =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CALL_STATE));

    private CLibrary() {}

    static boolean has(String name) {
        return SYMBOLS.find(name).isPresent();
    }

    /** A function that reports by its result alone. */
    @SuppressWarnings("restricted")
    static MethodHandle plain(String name, FunctionDescriptor type, Linker.Option... options) {
        return LINKER.downcallHandle(SYMBOLS.findOrThrow(name), type, options);
    }

    /** A function that sets errno: its handle takes the segment of {@link #state} first. */
    @SuppressWarnings("restricted")
    static MethodHandle withErrno(String name, FunctionDescriptor type, Linker.Option... options) {
        Linker.Option[] all = new Linker.Option[options.length + 1];
        all[0] = Linker.Option.captureCallState("errno");
        System.arraycopy(options, 0, all, 1, options.length);
        return LINKER.downcallHandle(SYMBOLS.findOrThrow(name), type, all);
    }

    /** Where the errno of the calling thread's calls goes. */
    static MemorySegment state() {
        return STATE_OF_THREAD.get();
    }

    static int result(int returned, MemorySegment state) {
        return returned >= 0 ? returned : -state.get(ValueLayout.JAVA_INT, ERRNO);
    }

    static int result(long returned, MemorySegment state) {
        return returned >= 0 ? (int) returned : -state.get(ValueLayout.JAVA_INT, ERRNO);
    }

    /** Downcalls declare every throwable, yet throw nothing but what is a bug here. */
    static IllegalStateException broken(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("a call of the C library failed", cause);
    }
}
