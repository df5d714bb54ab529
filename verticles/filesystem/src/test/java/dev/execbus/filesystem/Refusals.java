package dev.execbus.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;

/** What the tests of operations share: the errors as a client sees them, and fifos. */
final class Refusals {
    static final String NOT_FOUND = "No such file or directory (os error 2)";
    static final String NO_DEVICE = "No such device or address (os error 6)";
    static final String EXISTS = "File exists (os error 17)";
    static final String NOT_A_DIRECTORY = "Not a directory (os error 20)";
    static final String IS_A_DIRECTORY = "Is a directory (os error 21)";
    static final String NAME_TOO_LONG = "Filename too long (os error 36)";
    static final String NOT_EMPTY = "Directory not empty (os error 39)";
    static final String LINK_LOOP = "Symbolic link loop (os error 40)";
    static final String CONTAINS_LINK = "path contains a symbolic link";

    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }

    private Refusals() {}

    static void assertRefused(Action action, ErrorCode code, String message) {
        assertThatExceptionOfType(ExecbusException.class)
                .isThrownBy(() -> FileFailures.translated(() -> {
                    action.run();
                    return null;
                }))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .withMessage(message);
    }

    static void assertFails(Future<?> future, ErrorCode code, String message) {
        assertThat(future.toCompletionStage().toCompletableFuture())
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .havingRootCause()
                .isInstanceOf(ExecbusException.class)
                .withMessage(message)
                .asInstanceOf(InstanceOfAssertFactories.type(ExecbusException.class))
                .extracting(ExecbusException::code)
                .isEqualTo(code);
    }

    static void makeFifo(String path) throws IOException {
        try {
            Process mkfifo = new ProcessBuilder("mkfifo", path).start();
            assertThat(mkfifo.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(mkfifo.exitValue()).isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
