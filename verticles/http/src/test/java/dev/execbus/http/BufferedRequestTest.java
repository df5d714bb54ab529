package dev.execbus.http;

import static dev.execbus.http.HttpRoom.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.HttpMethods.RequestHeader;
import dev.execbus.protocol.HttpMethods.RequestResponse;
import dev.execbus.protocol.HttpMethods.ResponseHeader;
import dev.execbus.testkit.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(VertxExtension.class)
class BufferedRequestTest {
    private static final String CUT = "failed to read http/request response body: error decoding response body";

    private HttpRoom room;
    private Origin origin;

    @BeforeEach
    void open(Vertx vertx) throws Exception {
        HttpSettings defaults = HttpSettings.DEFAULTS;
        room = HttpRoom.open(
                vertx,
                new HttpSettings(
                        List.of(),
                        List.of(),
                        1 << 20,
                        3 << 20,
                        4,
                        1024,
                        defaults.frameBytes(),
                        10,
                        Duration.ofSeconds(5),
                        defaults.creditTimeout(),
                        defaults.idleTimeout(),
                        Map.of("TOKEN", "t0k")));
        origin = Origin.start(vertx);
    }

    @Test
    void sendsWhatIsGivenAndWhatGoesWithoutSaying() throws Exception {
        String host = "127.0.0.1:" + origin.port();

        JsonObject echo = room.echo(get("http://al%40ice:s3cret@" + host + "/echo?q=a b#part")
                .method("FETCH")
                .headers(
                        new RequestHeader("X-A", "1", null),
                        new RequestHeader("B", "2", null),
                        new RequestHeader("x-a", "3", null),
                        new RequestHeader("X-Token", "Bearer ", "TOKEN"))
                .body("hello"));

        assertThat(echo)
                .isEqualTo(new JsonObject()
                        .put("method", "FETCH")
                        .put("uri", "/echo?q=a%20b")
                        .put(
                                "headers",
                                new JsonArray()
                                        .add("x-a: 1")
                                        .add("b: 2")
                                        .add("x-a: 3")
                                        .add("x-token: Bearer t0k")
                                        .add("authorization: Basic YWxAaWNlOnMzY3JldA==")
                                        .add("accept: */*")
                                        .add("host: " + host)
                                        .add("content-length: 5"))
                        .put("body", "hello"));
    }

    @Test
    void tellsHeadersInWireOrderAndOnlyUtf8() throws Exception {
        try (RawServer server = new RawServer(exchange -> {
            exchange.head();
            exchange.write("HTTP/1.1 404 Nope\r\nX-B: 1\r\nSet-Cookie: a\r\nX-Bad: \u00ff\u00fe\r\nset-cookie: b\r\n"
                    + "X-Good: \u00c3\u00bc\r\ncontent-encoding: gzip\r\nContent-Length: 3\r\n\r\nabc");
        })) {
            assertThat(room.answer(get(server.url("/"))))
                    .isEqualTo(new RequestResponse(
                            404,
                            List.of(
                                    new ResponseHeader("x-b", "1"),
                                    new ResponseHeader("set-cookie", "a"),
                                    new ResponseHeader("set-cookie", "b"),
                                    new ResponseHeader("x-good", "\u00fc"),
                                    new ResponseHeader("content-encoding", "gzip"),
                                    new ResponseHeader("content-length", "3")),
                            ByteChunk.utf8("abc")));
        }
    }

    @Test
    void sendsHeaderValuesAsUtf8() throws Exception {
        try (RawServer server = new RawServer(exchange -> {
            exchange.head();
            exchange.write("HTTP/1.1 204 No Content\r\n\r\n");
        })) {
            room.answer(get(server.url("/")).headers(new RequestHeader("x", "\u00fc\u20ac", null)));

            assertThat(server.heads.getFirst()).contains("\r\nx: \u00c3\u00bc\u00e2\u0082\u00ac\r\n");
        }
    }

    @Test
    void readsBodiesInAllShapes() throws Exception {
        assertThat(room.answer(get(origin.url("/big?1000000"))).bodyBase64().length())
                .isEqualTo(1_000_000);
        assertThat(room.answer(get(origin.url("/echo")).method("HEAD")).bodyBase64())
                .isEqualTo(ByteChunk.EMPTY);
        assertThat(room.answer(get(origin.url("/status?503"))).status()).isEqualTo(503);
        try (RawServer server = new RawServer(exchange -> {
            exchange.head();
            exchange.write("HTTP/1.0 200 OK\r\n\r\nuntil the end");
        })) {
            assertThat(room.answer(get(server.url("/"))).bodyBase64()).isEqualTo(ByteChunk.utf8("until the end"));
        }
    }

    @Test
    void refusesALongerBodyThanThereIsRoomFor() throws Exception {
        Waiting.assertFails(
                room.send(get(origin.url("/big?1048577"))),
                ErrorCode.RESOURCE_EXHAUSTED,
                "http/request response body is longer than 1048576 bytes, the limit of this server for a buffered"
                        + " answer: ask for it with streamResponse");
    }

    @Test
    void keepsConnectionsForTheNextRequest() throws Exception {
        try (RawServer server = new RawServer(exchange -> {
            while (true) {
                exchange.head();
                exchange.write("HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n"
                        + exchange.heads().size());
            }
        })) {
            room.answer(get(server.url("/")));
            room.answer(get(server.url("/")));
            assertThat(server.heads).hasSize(2);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void coversAllWithTheTimeout() throws Exception {
        String url = origin.url("/never");
        Waiting.assertFails(
                room.send(get(url).timeout(0)),
                ErrorCode.INTERNAL,
                "http/request failed: route-aware request timed out");
        Waiting.assertFails(
                room.send(get(url).timeout(50)),
                ErrorCode.INTERNAL,
                "http/request failed: error sending request for url (" + url + ")");
        Waiting.assertFails(room.send(get(origin.url("/stuck")).timeout(200)), ErrorCode.INTERNAL, CUT);
        Eventually.holds("sockets closed", Duration.ofSeconds(5), () -> origin.closed.size() == 2);
        assertThat(origin.closed).containsExactly("/never", "/stuck");
    }

    @Test
    void tellsFailuresWithoutCredentials() throws Exception {
        Waiting.assertFails(
                room.send(get("http://user:pass@127.0.0.1:1")),
                ErrorCode.INTERNAL,
                "http/request failed: error sending request for url (http://127.0.0.1:1/)");
        Waiting.assertFails(
                room.send(get("http://no-such-host.invalid/")),
                ErrorCode.INTERNAL,
                "http/request failed: error sending request for url (http://no-such-host.invalid/)");
        try (RawServer server = new RawServer(exchange -> {
            exchange.head();
            exchange.write("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf");
        })) {
            Waiting.assertFails(room.send(get(server.url("/"))), ErrorCode.INTERNAL, CUT);
        }
        try (RawServer server = new RawServer(RawServer.Exchange::head)) {
            Waiting.assertFails(
                    room.send(get(server.url("/x"))),
                    ErrorCode.INTERNAL,
                    "http/request failed: error sending request for url (" + server.url("/x") + ")");
        }
        try (RawServer server = new RawServer(exchange -> {
            exchange.head();
            exchange.write("SMTP ready\r\n\r\n");
        })) {
            Waiting.assertFails(
                    room.send(get(server.url("/"))),
                    ErrorCode.INTERNAL,
                    "http/request failed: error sending request for url (" + server.url("/") + ")");
        }
    }

    @Test
    void cancelsByIdAndClosesTheSocket() throws Exception {
        Future<RequestResponse> answer = room.send(get(origin.url("/never")).id("slow"));
        Eventually.holds("the request arrives", Duration.ofSeconds(5), () -> origin.paths.contains("/never"));

        assertThat(room.client.cancel(room.from, "other").cancelled()).isFalse();
        assertThat(room.client.cancel(room.from, "slow").cancelled()).isTrue();
        Waiting.assertFails(answer, ErrorCode.INTERNAL, "http/request failed: cancelled");
        Eventually.holds("the socket closes", Duration.ofSeconds(5), () -> origin.closed.contains("/never"));
        assertThat(room.client.cancel(room.from, "slow").cancelled()).isFalse();
    }

    @Test
    void limitsTheRequestsOfAConnection() throws Exception {
        for (int i = 0; i < 4; i++) {
            room.send(get(origin.url("/never")).id("same"));
        }
        Waiting.assertFails(
                room.send(get(origin.url("/echo"))),
                ErrorCode.RESOURCE_EXHAUSTED,
                "4 http requests are under way for this connection, the limit of this server: try again later");
        room.client.cancel(room.from, "same");
        assertThat(room.answer(get(origin.url("/echo"))).status()).isEqualTo(200);
    }

    @Test
    void limitsTheBytesHeld() throws Exception {
        Waiting.assertFails(
                room.send(get(origin.url("/echo")).method("POST").body("x".repeat((3 << 20) + 1))),
                ErrorCode.RESOURCE_EXHAUSTED,
                "no room for the bodies of this http/request: all requests together may hold 3145728 bytes on this"
                        + " worker; stream the answer or try again later");
        String body = "x".repeat(1 << 19);
        assertThat(room.echo(get(origin.url("/echo")).method("POST").body(body)).getString("body"))
                .isEqualTo(body);
    }
}
