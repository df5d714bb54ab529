package dev.execbus.processes;

import dev.execbus.protocol.OverviewMethods.ProcessOverview;
import java.util.function.LongSupplier;

/** What is told of a process to those who may look at it. Confined to the supervisor's context. */
final class ProcessFacts {
    private static final int LONGEST_COMMAND = 200;

    private final Launch launch;
    private final LongSupplier clock;
    private Long endedAtMs;
    private long outputBytes;

    ProcessFacts(Launch launch, LongSupplier clock) {
        this.launch = launch;
        this.clock = clock;
    }

    void exited() {
        endedAtMs = clock.getAsLong();
    }

    void printed(int bytes) {
        outputBytes += bytes;
    }

    /** @param exitCode null until it has exited */
    ProcessOverview overview(String processId, long startedAtMs, Integer exitCode, int viewers) {
        return new ProcessOverview(
                processId,
                command(),
                launch.cwd(),
                launch.onTerminal(),
                exitCode == null,
                exitCode,
                startedAtMs,
                endedAtMs,
                viewers,
                outputBytes);
    }

    private String command() {
        String whole = String.join(" ", launch.argv());
        if (whole.length() <= LONGEST_COMMAND) {
            return whole;
        }
        int end = Character.isHighSurrogate(whole.charAt(LONGEST_COMMAND - 1)) ? LONGEST_COMMAND - 1 : LONGEST_COMMAND;
        return whole.substring(0, end);
    }
}
