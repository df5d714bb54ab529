package dev.execbus.processes;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Linux: sets the limits of another process. */
final class RlimitCalls {
    private static final int CPU = 0;
    private static final int FILE_SIZE = 1;
    private static final int OPEN_FILES = 7;
    /** struct rlimit: the soft limit, which is in force, and the hard one, above which it cannot be raised. */
    private static final long HARD_OFFSET = Long.BYTES;

    private static final long RLIMIT_BYTES = 2 * Long.BYTES;

    private static final MethodHandle PRLIMIT =
            CLibrary.withErrno("prlimit", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));

    private RlimitCalls() {}

    /** A limit that is stricter already stays. 0 or a negative error number. */
    static int apply(int pid, Rlimits limits) {
        int result = 0;
        if (limits.cpuSeconds() != 0) {
            // The soft one sends XCPU, which can be caught; a second later the hard one kills.
            result = set(pid, CPU, limits.cpuSeconds(), limits.cpuSeconds() + 1);
        }
        if (result == 0 && limits.openFiles() != 0) {
            result = set(pid, OPEN_FILES, limits.openFiles(), limits.openFiles());
        }
        if (result == 0 && limits.fileBytes() != 0) {
            result = set(pid, FILE_SIZE, limits.fileBytes(), limits.fileBytes());
        }
        return result;
    }

    private static int set(int pid, int resource, long soft, long hard) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limit = arena.allocate(RLIMIT_BYTES, Long.BYTES);
            int result = call(pid, resource, MemorySegment.NULL, limit);
            if (result < 0) {
                return result;
            }
            limit.set(JAVA_LONG, 0, stricter(soft, limit.get(JAVA_LONG, 0)));
            limit.set(JAVA_LONG, HARD_OFFSET, stricter(hard, limit.get(JAVA_LONG, HARD_OFFSET)));
            return call(pid, resource, limit, MemorySegment.NULL);
        }
    }

    /** No limit is the largest number. */
    private static long stricter(long one, long other) {
        return Long.compareUnsigned(one, other) < 0 ? one : other;
    }

    private static int call(int pid, int resource, MemorySegment set, MemorySegment get) {
        MemorySegment state = CLibrary.state();
        try {
            return CLibrary.result((int) PRLIMIT.invokeExact(state, pid, resource, set, get), state);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }
}
