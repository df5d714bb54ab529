package dev.execbus.http;

import static dev.execbus.http.HttpRoom.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.HttpMethods.RequestResponse;
import dev.execbus.testkit.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(VertxExtension.class)
class CancelledUploadTest {
    private static final int LENGTH = 32 << 20;

    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final AtomicLong read = new AtomicLong();

    @Test
    void isNotSentToItsEnd(Vertx vertx) throws Exception {
        HttpRoom room = HttpRoom.open(vertx, HttpSettings.DEFAULTS);
        try (RawServer server = new RawServer(this::readLate)) {
            Future<RequestResponse> answer = room.send(
                    get(server.url("/")).method("POST").body("x".repeat(LENGTH)).id("up"));
            Eventually.holds("the head arrives", Duration.ofSeconds(5), () -> !server.heads.isEmpty());

            assertThat(room.client.cancel(room.from, "up").cancelled()).isTrue();
            Waiting.assertFails(answer, ErrorCode.INTERNAL, "http/request failed: cancelled");
            cancelled.countDown();

            Eventually.holds("the socket closes", Duration.ofSeconds(10), () -> !server.closed.isEmpty());
            assertThat(read.get()).isLessThan(LENGTH);
        }
    }

    /** Like a server that does not read at all, for as long as the request lives. */
    private void readLate(RawServer.Exchange exchange) throws IOException {
        exchange.head();
        try {
            assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        byte[] piece = new byte[1 << 16];
        for (int count = exchange.in().read(piece);
                count >= 0;
                count = exchange.in().read(piece)) {
            read.addAndGet(count);
        }
    }
}
