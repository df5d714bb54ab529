package dev.execbus.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Programs of the machine that a test needs, with a deadline. */
final class Commands {
    private static final int SECONDS = 10;

    private Commands() {}

    /** What it printed, once it has ended well. */
    static String run(String... command) {
        String[] said = new String[1];
        int code = code(said, command);
        if (code != 0) {
            throw new AssertionError(String.join(" ", command) + " ended with " + code + ": " + said[0]);
        }
        return said[0];
    }

    /** Whether it ended well; also false when there is no such program. */
    static boolean works(String... command) {
        try {
            return code(new String[1], command) == 0;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static int code(String[] said, String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            said[0] = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + " does not end");
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
