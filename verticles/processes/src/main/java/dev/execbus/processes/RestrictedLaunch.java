package dev.execbus.processes;

import java.util.List;
import java.util.Map;

/**
 * What to launch on a thread that has restricted itself: nobody can hold the child at a gate there, so a shell sets its
 * limits, and who starts it has to admit it right after.
 */
final class RestrictedLaunch {
    private RestrictedLaunch() {}

    /** Looks for the program, as the shell would tell too late that there is none. */
    static Launch of(Launch launch) throws SpawnException {
        LaunchLimits limits = launch.limits();
        if (limits.rlimits().none()) {
            return launch.within(LaunchLimits.NONE);
        }
        Map<String, String> env = launch.env();
        String program = new ProgramLookup(ExecutableChecks::executable).find(launch);
        ExecutableChecks.check(launch, program, env);
        List<String> command =
                launch.arg0() == null ? launch.argv() : ServerPrograms.onPath().withName(launch, program, env);
        return launch.of(RlimitShell.wrap(command, limits.rlimits(), env)).within(LaunchLimits.NONE);
    }
}
