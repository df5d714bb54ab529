package dev.execbus.server;

import dev.execbus.processes.ProcessSettings.SpawnerChoice;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class OneNodeJavaTest implements ProcessScenarios {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(SpawnerChoice.JAVA);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    public TestServer server() {
        return server;
    }

    @Override
    public SpawnerChoice spawner() {
        return SpawnerChoice.JAVA;
    }
}
