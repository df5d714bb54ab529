package dev.execbus.processes;

import dev.execbus.protocol.ResourceLimits;

/**
 * The limits that the kernel keeps for each process by itself, inherited by its children. The number of processes is not
 * among them: the kernel's counts all threads of the user on the machine, those of this server included.
 */
record Rlimits(long cpuSeconds, long openFiles, long fileBytes) {
    static Rlimits of(ResourceLimits limits) {
        return new Rlimits(limits.cpuSeconds(), limits.openFiles(), limits.fileBytes());
    }

    boolean none() {
        return cpuSeconds == 0 && openFiles == 0 && fileBytes == 0;
    }
}
