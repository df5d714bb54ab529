package dev.execbus.processes;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.execbus.protocol.Signal;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** pidfd_open and waitid. Results below zero are negative error numbers. */
final class ProcessCalls {
    private static final long SYS_PIDFD_OPEN = 434;
    private static final int P_PID = 1;
    private static final int P_PIDFD = 3;
    private static final int WNOHANG = 1;
    private static final int WEXITED = 4;
    private static final int CLD_EXITED = 1;
    /** siginfo_t: three ints, padding, pid, uid, status; 128 bytes in all. */
    private static final int SIGINFO_BYTES = 128;

    private static final int CODE_OFFSET = 8;
    private static final int PID_OFFSET = 16;
    private static final int STATUS_OFFSET = 24;
    private static final ExitStatus UNKNOWN = new ExitStatus.Code(-1);

    /** glibc has a wrapper since 2.36 only; the number is the same on every architecture. */
    private static final MethodHandle PIDFD_OPEN = CLibrary.withErrno(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT),
            Linker.Option.firstVariadicArg(1));

    private static final MethodHandle WAITID =
            CLibrary.withErrno("waitid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

    private ProcessCalls() {}

    /** A descriptor that becomes readable when the process has ended; never inherited. */
    static int openProcess(int pid) {
        MemorySegment state = CLibrary.state();
        try {
            return CLibrary.result((long) PIDFD_OPEN.invokeExact(state, SYS_PIDFD_OPEN, pid, 0), state);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }

    /** Fetches the status of a child, after which its pid is free; empty while it runs. */
    static Optional<ExitStatus> reap(int pidDescriptor) {
        return await(P_PIDFD, pidDescriptor, WEXITED | WNOHANG);
    }

    /** Blocks until the child has ended. */
    static void awaitExit(int pid) {
        await(P_PID, pid, WEXITED);
    }

    private static Optional<ExitStatus> await(int kind, int id, int options) {
        MemorySegment state = CLibrary.state();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(SIGINFO_BYTES, Long.BYTES);
            int result;
            do {
                result = CLibrary.result((int) WAITID.invokeExact(state, kind, id, info, options), state);
            } while (result == -Errno.EINTR);
            if (result < 0) {
                return Optional.of(UNKNOWN);
            }
            return info.get(JAVA_INT, PID_OFFSET) == 0 ? Optional.empty() : Optional.of(status(info));
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }

    private static ExitStatus status(MemorySegment info) {
        int status = info.get(JAVA_INT, STATUS_OFFSET);
        return info.get(JAVA_INT, CODE_OFFSET) == CLD_EXITED
                ? new ExitStatus.Code(status)
                : new ExitStatus.Killed(Signal.numbered(status));
    }
}
