package dev.execbus.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Waits for futures, with a deadline. */
final class Waiting {
    private static final long SECONDS = 15;

    private Waiting() {}

    static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    }

    static void assertFails(Future<?> future, ErrorCode code, String message) throws Exception {
        try {
            done(future);
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(ExecbusException.class).hasMessage(message);
            assertThat(((ExecbusException) e.getCause()).code()).isEqualTo(code);
            return;
        }
        fail("should have failed: " + message);
    }
}
