package dev.execbus.server;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The JavaScript client and the modules of the console, as npm tests them; the client also on real servers. */
@EnabledOnOs(OS.LINUX)
@Timeout(900)
final class JavaScriptIT {
    private static final Path CLIENT = Path.of("main", "js");
    private static final Path CONSOLE = Path.of("main", "console");
    private static final Duration UNITS = Duration.ofMinutes(2);
    private static final Duration SCENARIOS = Duration.ofMinutes(6);

    @Test
    void unitsOfTheClient() {
        NpmPackage.in(CLIENT).run("test", UNITS);
    }

    @Test
    void scenariosOfTheClientOnRealServers() {
        NpmPackage.assumeConsole();
        NpmPackage.in(CLIENT).run("scenarios", SCENARIOS);
    }

    @Test
    void unitsOfTheConsole() {
        NpmPackage.in(CLIENT).run("build", UNITS);
        NpmPackage.in(CONSOLE).run("test", UNITS);
    }
}
