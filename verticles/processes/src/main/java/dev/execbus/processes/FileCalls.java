package dev.execbus.processes;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Calls on descriptors and paths. Results below zero are negative error numbers. */
final class FileCalls {
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    private static final int O_PATH = 0x200000;
    /** One of the few numbers that differ. */
    private static final int O_NOFOLLOW = "aarch64".equals(System.getProperty("os.arch")) ? 0x8000 : 0x20000;

    private static final int F_SETFL = 4;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int F_SETPIPE_SZ = 1031;
    private static final int F_OK = 0;
    private static final int X_OK = 1;
    private static final int FIRST_INHERITABLE = 3;

    private static final MethodHandle PIPE2 =
            CLibrary.withErrno("pipe2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle READ =
            CLibrary.withErrno("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE =
            CLibrary.withErrno("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle CLOSE = CLibrary.withErrno("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle FCNTL = CLibrary.withErrno(
            "fcntl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle ACCESS =
            CLibrary.withErrno("access", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));

    private static final MethodHandle OPEN = CLibrary.withErrno(
            "open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));

    private FileCalls() {}

    /** A descriptor that only names a file, and not the one that a link points to; not inherited. */
    static int openPlace(MemorySegment path) {
        MemorySegment state = CLibrary.state();
        try {
            return CLibrary.result((int) OPEN.invokeExact(state, path, O_PATH | O_NOFOLLOW | O_CLOEXEC, 0), state);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }

    /** Two ints are written: the end to read from and the end to write to, neither inherited. */
    static int pipe(MemorySegment ends) {
        MemorySegment state = CLibrary.state();
        try {
            return CLibrary.result((int) PIPE2.invokeExact(state, ends, O_CLOEXEC), state);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }

    static int read(int descriptor, MemorySegment buffer, long length) {
        MemorySegment state = CLibrary.state();
        try {
            return CLibrary.result((long) READ.invokeExact(state, descriptor, buffer, length), state);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }

    static int write(int descriptor, MemorySegment buffer, long length) {
        MemorySegment state = CLibrary.state();
        try {
            return CLibrary.result((long) WRITE.invokeExact(state, descriptor, buffer, length), state);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }

    /** Not repeated on EINTR: Linux has let go of the descriptor even then. */
    static void close(int descriptor) {
        MemorySegment state = CLibrary.state();
        try {
            int ignored = (int) CLOSE.invokeExact(state, descriptor);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }

    /** On this end only: the other end of a pipe has status flags of its own. */
    static int setNonBlocking(int descriptor) {
        return fcntl(descriptor, F_SETFL, O_NONBLOCK);
    }

    /** A second descriptor of the same open file, not inherited. */
    static int duplicate(int descriptor) {
        return duplicate(descriptor, FIRST_INHERITABLE);
    }

    /** The same, with the number {@code least} or a higher one. */
    static int duplicate(int descriptor, int least) {
        return fcntl(descriptor, F_DUPFD_CLOEXEC, least);
    }

    static int setPipeSize(int descriptor, int bytes) {
        return fcntl(descriptor, F_SETPIPE_SZ, bytes);
    }

    /** 0 for a file this user may execute, EISDIR for a directory, or why not. */
    static int executable(String path) {
        try (Arena arena = Arena.ofConfined()) {
            int denied = access(arena.allocateFrom(path), X_OK);
            if (denied != 0) {
                return -denied;
            }
            // The slash makes the kernel insist on a directory, without the layout of a struct stat.
            return access(arena.allocateFrom(path + "/"), F_OK) == 0 ? Errno.EISDIR : 0;
        }
    }

    private static int access(MemorySegment path, int mode) {
        MemorySegment state = CLibrary.state();
        try {
            return CLibrary.result((int) ACCESS.invokeExact(state, path, mode), state);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }

    private static int fcntl(int descriptor, int command, int argument) {
        MemorySegment state = CLibrary.state();
        try {
            return CLibrary.result((int) FCNTL.invokeExact(state, descriptor, command, argument), state);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }
}
