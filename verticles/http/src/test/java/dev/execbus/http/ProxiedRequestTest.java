package dev.execbus.http;

import static dev.execbus.http.HttpRoom.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.HttpMethods.RequestHeader;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(VertxExtension.class)
class ProxiedRequestTest {
    private RawServer proxy;

    @BeforeEach
    void open() throws IOException {
        proxy = new RawServer(exchange -> {
            while (true) {
                String head = exchange.head();
                exchange.write(
                        head.startsWith("CONNECT")
                                ? "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n"
                                : "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nproxy");
            }
        });
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    private HttpRoom room(Vertx vertx, List<String> deny) throws Exception {
        String place = "127.0.0.1:" + proxy.port();
        return HttpRoom.open(
                vertx,
                HttpRoom.settings(
                        List.of(),
                        deny,
                        Map.of(
                                "HTTP_PROXY",
                                "http://us:pw@" + place,
                                "https_proxy",
                                place,
                                "NO_PROXY",
                                "127.0.0.1:1")));
    }

    @Test
    void asksTheProxyForPlainRequests(Vertx vertx) throws Exception {
        HttpRoom room = room(vertx, List.of());

        assertThat(room.answer(get("http://u:p@no-such.invalid:81/a?b").headers(new RequestHeader("x", "1", null)))
                        .bodyBase64()
                        .utf8())
                .isEqualTo("proxy");
        assertThat(proxy.heads).containsExactly("""
                        GET http://no-such.invalid:81/a?b HTTP/1.1\r
                        x: 1\r
                        authorization: Basic dTpw\r
                        accept: */*\r
                        host: no-such.invalid:81\r
                        proxy-authorization: Basic dXM6cHc=\r
                        \r
                        """);
    }

    @Test
    void keepsProxyConnectionsOfHostsApartAndForTheNextRequest(Vertx vertx) throws Exception {
        HttpRoom room = room(vertx, List.of());

        room.answer(get("http://127.0.0.1/"));
        room.answer(get("http://127.0.0.1/"));

        assertThat(proxy.heads).hasSize(2);
        assertThat(proxy.connections()).isEqualTo(1);
    }

    @Test
    void opensATunnelForSecureRequests(Vertx vertx) throws Exception {
        HttpRoom room = room(vertx, List.of());

        Waiting.assertFails(
                room.send(get("https://no-such.invalid/")),
                ErrorCode.INTERNAL,
                "http/request failed: error sending request for url (https://no-such.invalid/)");
        assertThat(proxy.heads).hasSize(1);
        assertThat(proxy.heads.getFirst()).startsWith("CONNECT no-such.invalid:443 HTTP/1.1\r\n");
    }

    @Test
    void leavesOutWhatNoProxyNames(Vertx vertx) throws Exception {
        Waiting.assertFails(
                room(vertx, List.of()).send(get("http://127.0.0.1:1/")),
                ErrorCode.INTERNAL,
                "http/request failed: error sending request for url (http://127.0.0.1:1/)");
        assertThat(proxy.heads).isEmpty();
    }

    @Test
    void checksTheTargetAndNotTheProxy(Vertx vertx) throws Exception {
        HttpRoom room = room(vertx, List.of("loopback"));

        assertThat(room.answer(get("http://192.0.2.1/")).status()).isEqualTo(200);
        Waiting.assertFails(
                room.send(get("http://localhost/")),
                ErrorCode.INVALID_REQUEST,
                "http/request is refused: the host of the URL is denied by the rule loopback of this server");
        Waiting.assertFails(
                room.send(get("http://no-such.invalid/")),
                ErrorCode.INTERNAL,
                "http/request failed: error sending request for url (http://no-such.invalid/)");
        assertThat(proxy.heads).hasSize(1);
    }
}
