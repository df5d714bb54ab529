package dev.execbus.http;

import static dev.execbus.http.HttpRoom.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.AttachmentListener.Attached;
import dev.execbus.bus.AttachmentListener.Changed;
import dev.execbus.bus.AttachmentListener.Detached;
import dev.execbus.bus.AttachmentListener.Ended;
import dev.execbus.http.FakeClient.Answer;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.HttpMethods.BodyDeltaNotification;
import dev.execbus.protocol.HttpMethods.RequestResponse;
import dev.execbus.protocol.HttpMethods.ResponseHeader;
import dev.execbus.testkit.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@ExtendWith(VertxExtension.class)
class StreamedRequestTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private HttpRoom room;
    private Origin origin;

    @BeforeEach
    void open(Vertx vertx) throws Exception {
        room = HttpRoom.open(vertx, HttpSettings.DEFAULTS);
        origin = Origin.start(vertx);
    }

    private static BodyDeltaNotification delta(String id, long seq, String text) {
        return new BodyDeltaNotification(id, seq, ByteChunk.utf8(text), false, null);
    }

    private static BodyDeltaNotification done(String id, long seq, String error) {
        return new BodyDeltaNotification(id, seq, ByteChunk.EMPTY, true, error);
    }

    @Test
    void answersFirstAndThenTellsTheBodyInOrder() throws Exception {
        room.answer(get(origin.url("/drip")).streamed("s"));
        room.client.last("s");

        assertThat(room.client.seen)
                .containsExactly(
                        new Answer(
                                "s",
                                new RequestResponse(
                                        200,
                                        List.of(new ResponseHeader("transfer-encoding", "chunked")),
                                        ByteChunk.EMPTY)),
                        delta("s", 1, "drop0\n"),
                        delta("s", 2, "drop1\n"),
                        delta("s", 3, "drop2\n"),
                        done("s", 4, null));
    }

    @Test
    void answersBeforeTheFirstPieceHoweverManyStreamsThereAre() throws Exception {
        List<Future<RequestResponse>> answers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            answers.add(room.send(get(origin.url("/big?2000")).streamed("s" + i)));
        }
        for (int i = 0; i < 60; i++) {
            String id = "s" + i;
            Waiting.done(answers.get(i));
            room.client.last(id);
            assertThat(room.client.body(id)).hasSize(2000);
            Object first = room.client.seen.stream()
                    .filter(each -> each instanceof Answer answer
                            ? answer.requestId().equals(id)
                            : ((BodyDeltaNotification) each).requestId().equals(id))
                    .findFirst()
                    .orElseThrow();
            assertThat(first).isInstanceOf(Answer.class);
        }
    }

    @Test
    void tellsThatABodyIsCut() throws Exception {
        try (RawServer server = new RawServer(exchange -> {
            exchange.head();
            exchange.write("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\npart");
        })) {
            room.answer(get(server.url("/")).streamed("cut"));
            room.client.last("cut");

            assertThat(room.client.deltas("cut"))
                    .containsExactly(delta("cut", 1, "part"), done("cut", 2, "error decoding response body"));
        }
    }

    @Test
    void endsWithTheTimeoutAndClosesTheSocket() throws Exception {
        room.answer(get(origin.url("/stuck")).streamed("late").timeout(300));
        room.client.last("late");

        assertThat(room.client.deltas("late"))
                .containsExactly(delta("late", 1, "first"), done("late", 2, "error decoding response body"));
        Eventually.holds("the socket closes", SOON, () -> origin.closed.contains("/stuck"));
    }

    @Test
    void endsWhenCancelledAndClosesTheSocket() throws Exception {
        room.answer(get(origin.url("/stuck")).streamed("c"));
        Eventually.holds("the first piece", SOON, () -> room.client.deltas("c").size() == 1);

        assertThat(room.client.cancel(room.from, "c").cancelled()).isTrue();
        room.client.last("c");

        assertThat(room.client.deltas("c")).containsExactly(delta("c", 1, "first"), done("c", 2, "cancelled"));
        Eventually.holds("the socket closes", SOON, () -> origin.closed.contains("/stuck"));
    }

    @Test
    void keepsAStreamsIdForItselfUntilItsEnd() throws Exception {
        room.answer(get(origin.url("/stuck")).streamed("id"));

        Waiting.assertFails(
                room.send(get(origin.url("/echo")).streamed("id")),
                ErrorCode.INVALID_PARAMS,
                "http/request streamResponse requestId `id` is already active");
        assertThat(room.answer(get(origin.url("/echo")).id("id")).status()).isEqualTo(200);

        room.client.cancel(room.from, "id");
        assertThat(room.answer(get(origin.url("/echo")).streamed("id")).status())
                .isEqualTo(200);
    }

    @Test
    void readsNoFurtherThanTheClientTakes() throws Exception {
        AtomicLong sent = new AtomicLong();
        try (RawServer server = new RawServer(exchange -> {
            exchange.head();
            exchange.write("HTTP/1.1 200 OK\r\n\r\n");
            byte[] piece = new byte[1 << 16];
            for (int i = 0; i < 1024; i++) {
                exchange.out().write(piece);
                sent.addAndGet(piece.length);
            }
        })) {
            room.client.hold();
            room.answer(get(server.url("/")).streamed("slow"));
            Eventually.holds("one piece", SOON, () -> room.client.deltas("slow").size() == 1);
            long[] before = {-1};
            Eventually.holds("the server is stopped", SOON, () -> {
                boolean still = before[0] == sent.get();
                before[0] = sent.get();
                return still;
            });
            assertThat(room.client.deltas("slow")).hasSize(1);
            assertThat(sent.get()).isLessThan(48L << 20);

            room.client.grantAll();
            room.client.last("slow");
            assertThat(room.client.body("slow")).hasSize(64 << 20);
            assertThat(room.client.last("slow").error()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {300_000, 500_000, 700_000, 900_000, 1_000_000, 1_100_000, 1_200_000, 1_300_000, 1_400_000})
    void losesNothingWhenTheServerClosesBeforeASlowClientHasRead(int length) throws Exception {
        try (RawServer server = new RawServer(exchange -> {
            exchange.head();
            exchange.write("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: " + length + "\r\n\r\n");
            exchange.out().write(new byte[length]);
        })) {
            room.client.hold();
            room.answer(get(server.url("/")).streamed("slow"));
            Eventually.holds("the server closes", SOON, () -> server.closed.size() == 1);
            room.client.grantAll();

            assertThat(room.client.last("slow").error()).isNull();
            assertThat(room.client.body("slow")).hasSize(length);
        }
    }

    @Test
    void tellsWhatWasReadBeforeTheCut() throws Exception {
        try (RawServer server = new RawServer(exchange -> {
            exchange.head();
            exchange.write("HTTP/1.1 200 OK\r\ncontent-length: 1600000\r\n\r\n");
            exchange.out().write(new byte[200_000]);
        })) {
            room.client.hold();
            room.answer(get(server.url("/")).streamed("half"));
            Eventually.holds("the server closes", SOON, () -> server.closed.size() == 1);
            room.client.grantAll();

            assertThat(room.client.last("half").error()).isEqualTo("error decoding response body");
            assertThat(room.client.body("half")).hasSize(200_000);
        }
    }

    @Test
    void endsWithTheConnectionItCameFrom() throws Exception {
        endsWith(new Detached(room.from.session(), 1));
        endsWith(new Ended(room.from.session()));
        endsWith(new Attached(HttpRoom.attachment(2)));
    }

    private void endsWith(Changed change) throws Exception {
        origin.closed.clear();
        origin.paths.clear();
        Waiting.done(room.attachments.changed(new Attached(room.from)));
        room.answer(get(origin.url("/stuck")).streamed("s"));
        Future<RequestResponse> buffered = room.send(get(origin.url("/never")));
        Eventually.holds("the request arrives", SOON, () -> origin.paths.contains("/never"));

        Waiting.done(room.attachments.changed(change));

        Waiting.assertFails(buffered, ErrorCode.INTERNAL, "http/request failed: cancelled");
        Eventually.holds("the sockets close", SOON, () -> origin.closed.size() == 2);
        Waiting.assertFails(
                room.send(get(origin.url("/echo"))),
                ErrorCode.STALE_ATTACHMENT,
                "the connection no longer speaks for this session");
        assertThat(room.client.deltas("s")).noneMatch(BodyDeltaNotification::done);
    }

    @Test
    void endsWithTheRoom() throws Exception {
        room.answer(get(origin.url("/stuck")).streamed("s"));
        Future<RequestResponse> buffered = room.send(get(origin.url("/never")));
        Eventually.holds("the request arrives", SOON, () -> origin.paths.contains("/never"));

        room.close();

        Waiting.assertFails(buffered, ErrorCode.INTERNAL, "http/request failed: cancelled");
        Eventually.holds("the sockets close", SOON, () -> origin.closed.size() == 2);
    }

    @Test
    void endsWhenTheGatewayDoesNotTakeADelivery() throws Exception {
        room.client.breakDown();
        room.answer(get(origin.url("/stuck")).streamed("s"));

        Eventually.holds("the socket closes", SOON, () -> origin.closed.contains("/stuck"));
        assertThat(room.client.cancel(room.from, "s").cancelled()).isFalse();
    }
}
