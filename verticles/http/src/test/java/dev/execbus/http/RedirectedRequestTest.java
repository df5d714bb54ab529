package dev.execbus.http;

import static dev.execbus.http.HttpRoom.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.HttpMethods.RequestHeader;
import dev.execbus.protocol.HttpMethods.RequestResponse;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(VertxExtension.class)
class RedirectedRequestTest {
    private HttpRoom room;
    private Origin origin;

    @BeforeEach
    void open(Vertx vertx) throws Exception {
        room = HttpRoom.open(vertx, HttpSettings.DEFAULTS);
        origin = Origin.start(vertx);
    }

    @Test
    void followsWithAReferer() throws Exception {
        String url = origin.url("/redirect?status=302&to=/echo%3Fa");

        assertThat(room.echo(get(url).method("POST")
                        .headers(
                                new RequestHeader("content-type", "text/plain", null),
                                new RequestHeader("authorization", "secret", null))
                        .body("x")))
                .isEqualTo(new JsonObject()
                        .put("method", "GET")
                        .put("uri", "/echo?a")
                        .put(
                                "headers",
                                new JsonArray()
                                        .add("authorization: secret")
                                        .add("referer: " + url)
                                        .add("accept: */*")
                                        .add("host: 127.0.0.1:" + origin.port()))
                        .put("body", ""));
    }

    @Test
    void sendsTheBodyAgainWhenToldSo() throws Exception {
        JsonObject echo = room.echo(
                get(origin.url("/redirect?status=307&to=/echo")).method("POST").body("again"));

        assertThat(echo.getString("method") + " " + echo.getString("body")).isEqualTo("POST again");
    }

    @Test
    void keepsSecretsFromOtherOrigins(Vertx vertx) throws Exception {
        Origin other = Origin.start(vertx);

        JsonObject echo = room.echo(get(origin.url("/redirect?status=302&to=" + other.url("/echo")))
                .headers(
                        new RequestHeader("authorization", "secret", null),
                        new RequestHeader("cookie", "secret", null),
                        new RequestHeader("x-a", "1", null)));

        assertThat(echo.getJsonArray("headers"))
                .isEqualTo(new JsonArray()
                        .add("x-a: 1")
                        .add("referer: " + origin.url("/redirect?status=302&to=" + other.url("/echo")))
                        .add("accept: */*")
                        .add("host: 127.0.0.1:" + other.port()));
    }

    @Test
    void stopsWhenAskedTo() throws Exception {
        RequestResponse answer =
                room.answer(get(origin.url("/redirect?status=302&to=/echo")).stop());

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.bodyBase64().utf8()).isEqualTo("elsewhere");
    }

    @Test
    void followsTenTimes() throws Exception {
        Waiting.assertFails(
                room.send(get(origin.url("/loop"))), ErrorCode.INTERNAL, "http/request failed: too many redirects");

        assertThat(origin.paths).hasSize(11);
    }

    @Test
    void answersWithARedirectThatLeadsNowhere() throws Exception {
        assertThat(room.answer(get(origin.url("/redirect?status=302&to=ftp://x/")))
                        .status())
                .isEqualTo(302);
    }
}
