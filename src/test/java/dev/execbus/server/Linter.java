package dev.execbus.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A program that checks files, used where a machine has it: CI installs those it can get. */
final class Linter {
    private static final long SECONDS = 60;

    /** Whether it found nothing wrong, and what it said. */
    record Verdict(boolean accepted, String words) {}

    private Linter() {}

    /** Leaves the test out, and says so, where the program is not installed. */
    static Verdict run(String program, String... arguments) throws IOException, InterruptedException {
        Optional<Path> found = Stream.concat(
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(":")),
                        // Not on the path of everybody.
                        Stream.of("/usr/sbin", "/sbin"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(
                found.isPresent(), program + " is not installed: its files are checked by their structure only");
        List<String> command = new ArrayList<>(List.of(found.orElseThrow().toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("linter", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(program + " has not ended within " + SECONDS + " s");
            }
            return new Verdict(process.exitValue() == 0, Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }
}
