package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A folder with a package.json, whose scripts npm runs on the packaged image. */
final class NpmPackage {
    private static final int OLDEST = 20;
    private static final Duration FETCHED = Duration.ofMinutes(3);
    private static final Path IMAGE = Path.of("target", "execbus", "bin", "execbus");
    private static final Path FETCH = Path.of("main", "build", "npm-ci.sh");

    private final Path folder;

    private NpmPackage(Path folder) {
        this.folder = folder;
    }

    /** Ready to run; without Node and npm the test is left out. */
    static NpmPackage in(Path folder) {
        assumeTrue(
                Commands.works("node", "-e", "process.exit(parseInt(process.versions.node) >= " + OLDEST + " ? 0 : 1)"),
                "there is no Node " + OLDEST + " or later on the PATH");
        assumeTrue(Commands.works("npm", "--version"), "there is no npm on the PATH");
        run(FETCHED, List.of("sh", FETCH.toString(), folder.toString()), Path.of("."));
        return new NpmPackage(folder);
    }

    /** Fails unless the script ends well in time. */
    void run(String script, Duration within) {
        run(within, List.of("npm", "run", "--silent", script), folder);
    }

    /** What it prints is printed here, line by line. */
    private static void run(Duration within, List<String> command, Path folder) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("EXECBUS_"));
        builder.environment().put("EXECBUS_BIN", IMAGE.toAbsolutePath().toString());
        builder.environment().put("EXECBUS_JAVA_HOME", System.getProperty("java.home"));
        String what = String.join(" ", command) + " in " + folder;
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            Thread reader = Thread.ofVirtual().start(() -> passOn(process));
            try {
                assertThat(process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS))
                        .as(what + " ends within " + within.toSeconds() + " s")
                        .isTrue();
                assertThat(process.exitValue()).as(what).isZero();
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                reader.join(Duration.ofSeconds(10));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void passOn(Process process) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(System.out::println);
        } catch (IOException | UncheckedIOException e) {
            // It was ended.
        }
    }

    /** The image may have been made without the console. */
    static void assumeConsole() {
        assumeTrue(
                Files.exists(Path.of("target", "classes", "webroot", "console", "index.html")),
                "the image was built without the console");
    }
}
