package dev.execbus.sandbox;

import java.util.Set;

/**
 * Landlock, no capabilities and a seccomp program. Threads that the virtual machine starts on behalf of the restricted
 * one are restricted too, and may outlive it: it must not start or wake virtual threads, complete futures that others
 * continue on a pool, nor use {@link ProcessBuilder}, whose reaper would stay within reach of the child's signals.
 *
 * <p>As a lasting effect on this whole process, others of its user cannot trace it any more, nor dump its memory.
 *
 * @param refused what the program refuses
 */
record LandlockRestriction(LandlockRules rules, Set<SeccompProgram.Kind> refused) implements Restriction {
    LandlockRestriction {
        refused = Set.copyOf(refused);
    }

    @Override
    public void restrictThisThread() {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("a virtual thread cannot restrict itself, only what carries it");
        }
        byte[] program = program();
        // A child may do to this thread what it may do to its like, and this thread's memory is the server's.
        Kernel.check(ThreadCalls.hideProcess(), "hide the memory of the server");
        Kernel.check(ThreadCalls.renouncePrivileges(), "give up new privileges");
        Landlock.restrictThisThread(rules);
        Kernel.check(ThreadCalls.dropCapabilities(), "give up capabilities");
        Kernel.check(ThreadCalls.filter(program), "install a seccomp program");
    }

    private byte[] program() {
        Architecture architecture = Architecture.current()
                .orElseThrow(() -> new IllegalStateException("there is no seccomp program for this machine"));
        int process = Math.toIntExact(ProcessHandle.current().pid());
        int thread = Kernel.check(ThreadCalls.number(), "tell the number of a thread");
        return SeccompProgram.of(architecture, refused, SeccompRules.sparing(process, thread));
    }
}
