package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.testkit.Eventually;
import dev.execbus.testkit.Frame;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the scenarios of handles expect to be told. */
final class HandleAnswers {
    private static final Duration SOON = Duration.ofSeconds(10);

    private HandleAnswers() {}

    static JsonObject exited(String handle, int code, String out, boolean outCap, String err, boolean errCap) {
        return new JsonObject()
                .put("processHandle", handle)
                .put("exitCode", code)
                .put("outputDrainTimedOut", false)
                .put("stdout", out)
                .put("stdoutCapReached", outCap)
                .put("stderr", err)
                .put("stderrCapReached", errCap);
    }

    static void assertRefused(Frame answer, int code, String message) {
        assertThat(List.of(answer.errorCode(), answer.errorMessage())).isEqualTo(List.of(code, message));
    }

    /** The process whose number was streamed. */
    static OsProcess printed(HandleClient client, String handle) {
        Eventually.holds(
                "a line was printed",
                SOON,
                () -> client.streamed(handle, "stdout").contains("\n"));
        return OsProcess.numbered(client.streamed(handle, "stdout"));
    }

    static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
}
