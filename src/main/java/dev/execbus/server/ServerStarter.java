package dev.execbus.server;

import dev.execbus.transport.Access;

/** Runs a server until it is told to stop. */
@FunctionalInterface
interface ServerStarter {
    /**
     * Blocks for as long as the server runs.
     *
     * @return the exit code
     * @throws StartupException when it cannot start
     */
    int serve(ServerConfig config, Access access);
}
