package dev.execbus.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The console in a browser, on real servers and a real cluster: {@code src/test/browser}. */
@EnabledOnOs(OS.LINUX)
@Timeout(600)
final class ConsoleIT {
    private static final Duration ALL = Duration.ofMinutes(8);

    @Test
    void scenariosInChromium() {
        String chromium = System.getenv().getOrDefault("CHROMIUM_BIN", "/usr/bin/chromium");
        assumeTrue(
                Files.isExecutable(Path.of(chromium)),
                "there is no " + chromium + "; CHROMIUM_BIN says where Chromium is");
        NpmPackage.assumeConsole();
        NpmPackage.in(Path.of("test", "browser")).run("test", ALL);
    }
}
