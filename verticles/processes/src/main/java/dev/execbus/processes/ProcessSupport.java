package dev.execbus.processes;

import java.util.Optional;

/** What this machine has for the processes room. Blocks for a moment on small files of the kernel. */
public final class ProcessSupport {
    private ProcessSupport() {}

    /** Why processes are not started by the C library; empty when they can be. */
    public static Optional<String> whyNotNative() {
        return NativeSupport.probe();
    }

    /** Why the kernel does not limit memory and processes by cgroups; empty when it can. */
    public static Optional<String> whyNoControlGroups(ProcessSettings settings) {
        return LimitSupport.whyNoControlGroups(settings.limits());
    }
}
