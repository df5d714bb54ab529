package dev.execbus.processes;

import java.io.File;

/** What every spawner refuses before it asks the operating system. */
final class LaunchChecks {
    private LaunchChecks() {}

    static void check(Launch launch) throws SpawnException {
        if (launch.argv().getFirst().isEmpty()) {
            throw SpawnFailures.internal("missing program for " + (launch.onTerminal() ? "PTY" : "pipe") + " spawn");
        }
        boolean inText = launch.argv().stream().anyMatch(LaunchChecks::hasNul)
                || hasNul(launch.shownName())
                || hasNul(launch.cwd());
        if (inText) {
            throw SpawnFailures.internal("nul byte found in provided data");
        }
        boolean inVariables = launch.env().entrySet().stream()
                .anyMatch(variable -> hasNul(variable.getKey()) || hasNul(variable.getValue()));
        if (inVariables) {
            throw SpawnFailures.internal("data provided contains a nul byte");
        }
    }

    /** As it is refused when the child goes there. */
    static void checkDirectory(Launch launch) throws SpawnException {
        int error = ExecutableChecks.directory(new File(launch.cwd()));
        if (error != 0) {
            throw SpawnFailures.of(error);
        }
    }

    private static boolean hasNul(String text) {
        return text.indexOf('\0') >= 0;
    }
}
