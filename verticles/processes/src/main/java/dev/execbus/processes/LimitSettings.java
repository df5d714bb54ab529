package dev.execbus.processes;

import dev.execbus.protocol.ResourceLimits;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the processes of a worker may use at most. A client may ask for less, never for more.
 *
 * @param perProcess for each process and everything it starts
 * @param perSession memory and processes of all processes of a session together, and the output of its whole life; it
 *     has no other limits
 * @param controlGroups whether cgroups are used where they can be
 * @param controlGroupParent a directory of the cgroup file system that was delegated to the worker; null for the cgroup
 *     it runs in
 * @param sessionCores processor time of a session in cores, kept by cgroups only; 0 for no limit
 * @param watchInterval how often memory and processes are looked at where there is no cgroup
 */
public record LimitSettings(
        ResourceLimits perProcess,
        ResourceLimits perSession,
        ControlGroupMode controlGroups,
        Path controlGroupParent,
        double sessionCores,
        Duration watchInterval) {

    /** {@code AUTO} uses cgroups where the worker owns one with all it needs. */
    public enum ControlGroupMode {
        AUTO,
        OFF
    }

    public static final LimitSettings DEFAULTS = new LimitSettings(
            ResourceLimits.NONE, ResourceLimits.NONE, ControlGroupMode.AUTO, null, 0, Duration.ofMillis(100));

    public LimitSettings {
        if (perSession.cpuSeconds() != 0 || perSession.openFiles() != 0 || perSession.fileBytes() != 0) {
            throw new IllegalArgumentException("a session has no limit of processor seconds, open files or file size");
        }
        if (!(sessionCores >= 0)) {
            throw new IllegalArgumentException("the cores of a session must not be negative");
        }
        if (!watchInterval.isPositive()) {
            throw new IllegalArgumentException("the interval of the watch must be positive");
        }
    }
}
