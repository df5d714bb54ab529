package dev.execbus.server;

import dev.execbus.processes.ProcessSettings.SpawnerChoice;

/** What the scenarios run on. */
interface OneNode {
    /** With default settings; each client brings its own session. */
    TestServer server();

    /** For a server with settings of the scenario's own. */
    SpawnerChoice spawner();
}
