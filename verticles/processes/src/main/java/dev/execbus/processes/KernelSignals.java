package dev.execbus.processes;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.OptionalLong;

/**
 * Linux: a descriptor of a process names it whatever becomes of its number. Confined to the thread that owns the table.
 */
final class KernelSignals implements MemberSignals {
    /** No wrapper before glibc 2.36; the number is the same on every architecture. */
    private static final long SYS_PIDFD_SEND_SIGNAL = 424;

    private static final int SC_PAGESIZE = 30;

    private static final MethodHandle SEND = CLibrary.withErrno(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT),
            Linker.Option.firstVariadicArg(1));
    private static final MethodHandle SYSCONF = CLibrary.plain("sysconf", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));

    private final ProcessTable table;

    KernelSignals(ProcessTable table) {
        this.table = table;
    }

    /** What the kernel's table counts memory in. */
    static long pageBytes() {
        try {
            return (long) SYSCONF.invokeExact(SC_PAGESIZE);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }

    @Override
    public void send(ProcessRow row, int signal) {
        int descriptor = ProcessCalls.openProcess(row.pid());
        if (descriptor < 0) {
            return;
        }
        try {
            // Looked at only now that the descriptor holds on to whoever has the number.
            if (table.startTime(row.pid()).equals(OptionalLong.of(row.startTime()))) {
                send(descriptor, signal);
            }
        } finally {
            FileCalls.close(descriptor);
        }
    }

    private static void send(int descriptor, int signal) {
        MemorySegment state = CLibrary.state();
        try {
            long ignored =
                    (long) SEND.invokeExact(state, SYS_PIDFD_SEND_SIGNAL, descriptor, signal, MemorySegment.NULL, 0);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }
}
