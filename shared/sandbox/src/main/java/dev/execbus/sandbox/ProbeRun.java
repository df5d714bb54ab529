package dev.execbus.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program that was run to its end, or killed.
 *
 * @param ended whether it came to its end by itself
 * @param succeeded whether it did so with exit code 0
 * @param text the beginning of what it printed; or why there is nothing
 */
record ProbeRun(boolean ended, boolean succeeded, String text) {
    private static final int TEXT_BYTES = 32 * 1024;
    private static final int LINE_LENGTH = 300;

    /** The text as one short line. */
    String line() {
        String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return line.length() <= LINE_LENGTH ? line : line.substring(0, LINE_LENGTH) + "...";
    }

    /** Runs on the calling thread, which waits: the program may be bound to the life of the thread that starts it. */
    static ProbeRun of(List<String> argv, String searchPath, Duration deadline) {
        try {
            // A file and no pipe: nobody has to read while it runs, and what outlives it holds nothing of ours.
            Path output = Files.createTempFile("execbus-probe", ".txt");
            try {
                return run(argv, searchPath, deadline, output);
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            return unfinished("it cannot be started: " + e.getMessage());
        }
    }

    private static ProbeRun run(List<String> argv, String searchPath, Duration deadline, Path output)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(argv)
                .redirectErrorStream(true)
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", searchPath);
        Process process = builder.start();
        try {
            if (!process.waitFor(deadline)) {
                return unfinished("it does not end within " + deadline.toMillis() + " ms");
            }
            String text = beginning(output);
            int code = process.exitValue();
            return new ProbeRun(true, code == 0, text.isBlank() && code != 0 ? "it exits with code " + code : text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unfinished("the wait for it was interrupted");
        } finally {
            if (process.isAlive()) {
                kill(process);
            }
        }
    }

    /** The virtual machine reaps what it started. */
    private static void kill(Process process) {
        try (Stream<ProcessHandle> descendants = process.descendants()) {
            List<ProcessHandle> all = descendants.toList();
            process.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static String beginning(Path output) throws IOException {
        try (InputStream in = Files.newInputStream(output)) {
            return new String(in.readNBytes(TEXT_BYTES), StandardCharsets.UTF_8);
        }
    }

    private static ProbeRun unfinished(String reason) {
        return new ProbeRun(false, false, reason);
    }
}
