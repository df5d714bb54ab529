package dev.execbus.processes;

import dev.execbus.protocol.Verdict;

/**
 * The verdict that an exit tells by itself: the kernel ends who is over a limit by a signal of its own, and a shell or a
 * sandbox in between tells its number.
 */
final class ExitVerdict {
    private static final int SIGNAL_BASE = 128;
    private static final int XCPU = 24;
    private static final int XFSZ = 25;

    private ExitVerdict() {}

    /** Null for none. */
    static Verdict of(ExitStatus status, Rlimits limits) {
        return switch (status.exitCode() - SIGNAL_BASE) {
            case XCPU -> limits.cpuSeconds() == 0 ? null : Verdict.CPU;
            case XFSZ -> limits.fileBytes() == 0 ? null : Verdict.FILE_SIZE;
            default -> null;
        };
    }
}
