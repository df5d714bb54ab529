package dev.execbus.http;

import static dev.execbus.http.HttpRoom.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ErrorCode;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(VertxExtension.class)
class RuledRequestTest {
    private Origin origin;

    @BeforeEach
    void open(Vertx vertx) throws Exception {
        origin = Origin.start(vertx);
    }

    private static HttpRoom room(Vertx vertx, List<String> allow, List<String> deny) throws Exception {
        return HttpRoom.open(vertx, HttpRoom.settings(allow, deny, Map.of()));
    }

    @Test
    void checksTheAddressesOfAName(Vertx vertx) throws Exception {
        HttpRoom room = room(vertx, List.of(), List.of("loopback"));

        Waiting.assertFails(
                room.send(get("http://localhost:" + origin.port() + "/echo")),
                ErrorCode.INVALID_REQUEST,
                "http/request is refused: the host of the URL is denied by the rule loopback of this server");
        Waiting.assertFails(
                room.send(get("http://2130706433:" + origin.port() + "/echo")),
                ErrorCode.INVALID_REQUEST,
                "http/request is refused: the host of the URL is denied by the rule loopback of this server");
        assertThat(origin.paths).isEmpty();
    }

    @Test
    void checksEveryHop(Vertx vertx) throws Exception {
        HttpRoom room = room(vertx, List.of("127.0.0.0/30"), List.of("127.0.0.2", "localhost"));
        String to = origin.url("/redirect?status=302&to=http://");

        assertThat(room.answer(get(to + "127.0.0.1:" + origin.port() + "/echo")).status())
                .isEqualTo(200);
        Waiting.assertFails(
                room.send(get(to + "127.0.0.2:" + origin.port() + "/echo")),
                ErrorCode.INVALID_REQUEST,
                "http/request is refused: the host of redirect 1 is denied by an address rule of this server");
        Waiting.assertFails(
                room.send(get(to + "localhost:" + origin.port() + "/echo")),
                ErrorCode.INVALID_REQUEST,
                "http/request is refused: the host of redirect 1 is denied by a host name rule of this server");
        Waiting.assertFails(
                room.send(get(to + "127.0.0.9:" + origin.port() + "/echo")),
                ErrorCode.INVALID_REQUEST,
                "http/request is refused: the host of redirect 1 is not on this server's list of allowed hosts");
        assertThat(origin.paths).filteredOn("/echo"::equals).hasSize(1);
    }

    @Test
    void letsAllowedNamesThrough(Vertx vertx) throws Exception {
        HttpRoom room = room(vertx, List.of("localhost"), List.of("link-local"));

        assertThat(room.echo(get("http://localhost:" + origin.port() + "/echo")).getJsonArray("headers"))
                .isEqualTo(new JsonArray().add("accept: */*").add("host: localhost:" + origin.port()));
    }
}
