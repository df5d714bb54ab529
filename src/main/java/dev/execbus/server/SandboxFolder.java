package dev.execbus.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a worker keeps what its sandboxes need. All servers of a user have one parent, which everything confined is kept
 * from: a policy may open the folder for temporary files, and with it what other servers of the user keep there.
 */
final class SandboxFolder {
    private SandboxFolder() {}

    /** The parent where nothing is configured. */
    static Path byDefault() {
        return Path.of(System.getProperty("java.io.tmpdir"), "execbus-" + user())
                .toAbsolutePath();
    }

    /** Another for each server that runs. */
    static Path ofThisServer(Path parent) {
        return ofThisServer(parent, 0);
    }

    /** @param number of the server in this process, from 0 */
    static Path ofThisServer(Path parent, int number) {
        return parent.resolve("sandbox-" + ProcessHandle.current().pid() + (number == 0 ? "" : "-" + number));
    }

    private static String user() {
        try {
            return String.valueOf(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            return System.getProperty("user.name");
        }
    }
}
