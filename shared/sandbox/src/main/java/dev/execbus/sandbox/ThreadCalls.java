package dev.execbus.sandbox;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** What a thread gives up, for itself and what it starts later. Results below zero are negative error numbers. */
final class ThreadCalls {
    private static final int PR_SET_DUMPABLE = 4;
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int SECCOMP_SET_MODE_FILTER = 1;
    private static final int CAPABILITY_VERSION_3 = 0x20080522;
    /** struct __user_cap_header_struct: version, and 0 for the calling thread. */
    private static final int HEADER_BYTES = 8;
    /** Two of struct __user_cap_data_struct: effective, permitted, inheritable. */
    private static final int DATA_BYTES = 24;
    /** struct sock_fprog: the number of instructions and, aligned, where they are. */
    private static final int PROGRAM_BYTES = 16;

    private static final int INSTRUCTION_BYTES = 8;

    private ThreadCalls() {}

    static int number() {
        return Kernel.call(SystemCall.GETTID, 0, 0, 0, 0);
    }

    /** Of the whole process: only a tracer with capabilities may look into its memory and descriptors from now on. */
    static int hideProcess() {
        return Kernel.call(SystemCall.PRCTL, PR_SET_DUMPABLE, 0, 0, 0);
    }

    /** Programs that are started no longer become another user, nor get capabilities. */
    static int renouncePrivileges() {
        return Kernel.call(SystemCall.PRCTL, PR_SET_NO_NEW_PRIVS, 1, 0, 0);
    }

    static int dropCapabilities() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment header = arena.allocate(HEADER_BYTES, Integer.BYTES);
            header.set(JAVA_INT, 0, CAPABILITY_VERSION_3);
            MemorySegment none = arena.allocate(DATA_BYTES, Integer.BYTES);
            return Kernel.call(SystemCall.CAPSET, header.address(), none.address(), 0, 0);
        }
    }

    /** @param program of {@link SeccompProgram} */
    static int filter(byte[] program) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment instructions = arena.allocate(program.length, Long.BYTES);
            MemorySegment.copy(program, 0, instructions, JAVA_BYTE, 0, program.length);
            MemorySegment described = arena.allocate(PROGRAM_BYTES, Long.BYTES);
            described.set(JAVA_SHORT, 0, (short) (program.length / INSTRUCTION_BYTES));
            described.set(ADDRESS, Long.BYTES, instructions);
            return Kernel.call(SystemCall.SECCOMP, SECCOMP_SET_MODE_FILTER, 0, described.address(), 0);
        }
    }
}
